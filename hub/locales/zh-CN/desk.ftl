# 联络台上的说明：出了什么事，意味着什么，该怎么办。

## 投递

delivery-kills-worker = 处理这一件时，程序连续 { $times } 次中断。为免拖住其他件，它已停下，对方可能已经收到。请先向对方核实，再请技术人员查看原因，之后重试或作废。
delivery-gave-up = { $hours } 小时内试了 { $attempts } 次都没有送达，不再自动重试。请联系对方了解系统情况，恢复后点重试；也可以改用其他方式送达并标记为已处理。
delivery-outcome-unknown = 已经发出，但没有等到对方的答复，不知道对方是否收到。请致电对方核实：已收到的，登记对方受理号；没有收到的，重试。
delivery-superseded = 方案已有第 { $version } 版，这一版不再发送。无需处理。
delivery-withdrawn = 联审方已撤回方案，不再发送。无需处理。
delivery-without-reference = 还没有对方的受理号，无法投递这一件。请先处理同一方案的推送，登记受理号后再重试。
delivery-adapter-failed = 对接程序自身出错（{ $error }），对方可能已经收到。请技术人员查看记录，并向对方核实后再重试。

## 方案

scheme-unserved = 区划 { $area } 没有配置{ $kinds }单位，这部分需求没有推送给任何人。请在配置中为这一区划补上单位，或者线下通知。
scheme-conflict = 收到两份都标为第 { $version } 版、内容却不同的方案。已保留先收到的一份，后到的没有采用。请与联审方核对；确需修改的，请其以新版本推送。
scheme-unreadable = 收到的方案读不懂，没有采用，也没有推送。请把下列问题告诉联审方，更正后重新推送。

## 办理情况

update-conflicting = { $source } 的事件 { $event } 先后收到两次，内容不同。已按先收到的登记。请向对方核对哪一份正确。
update-illegal = { $stage }阶段在“{ $previous }”之后报来“{ $status }”，不符合办理次序，没有计入办理状态。可能缺了中间的一步，也可能是误报。请向对方核对；补报之后会自动重新计算。
update-unknown-case = 报来的办理情况对不上任何方案，先行保存；方案到达后会自动计入。长期对不上的，请与对方核对受理号。
update-unreadable = 对方报来的一条办理情况读不懂，已单独保存，其余照常处理。请技术人员对照接口文档查看原文。

## 停止与恢复

destination-paused-credentials = 对方不接受我方的凭证，已停止向其投递，其余单位不受影响。请核对凭证是否过期或更换，更正后恢复投递。
destination-paused-by-person = 已由工作人员停止向其投递。恢复之后，积压的各件会依次发出。
resolved-by-person = 已由工作人员处理，不再投递。

## 附件

document-digest-mismatch = 附件“{ $name }”的内容与登记的不是同一份（登记的哈希以 { $declared } 开头，实际以 { $actual } 开头），没有采用，也没有转发。请让来源方核对并重新提供。
document-size-mismatch = 附件“{ $name }”登记为 { NUMBER($declared, useGrouping: 1) } 字节，实际 { NUMBER($actual, useGrouping: 1) } 字节，没有采用，也没有转发。请让来源方核对并重新提供。
document-type-mismatch = 附件“{ $name }”登记的文件类型是 { $declared }，实际是 { $actual }，没有采用，也没有转发。请让来源方更正文件类型，或者更换文件。
document-unavailable = 从 { $source } 取不到附件“{ $name }”，相关单位还没有收到它。请让来源方确认文件仍在；程序会继续尝试。
document-refused-by-source = { $source } 不提供附件“{ $name }”，相关单位还没有收到它；程序不再自动去取。请与来源方核实，办妥后重试。
document-adapter-failed = 取附件时对接程序自身出错（{ $error }）。请技术人员查看记录，修复后重试。
document-folder-failed = 附件文件夹不能写入（{ $error }），所有附件都停在这里。请检查磁盘空间和权限；恢复后自动继续。

## 应录尽录

record-refused = 省系统没有收下这条记录。请按其给出的理由更正，之后重试。
record-unanswered = 省系统的答复里没有这条记录，不知道是否已经收下。程序会先查询，再决定是否补发。

## 配置与准备

store-missing = 这里还没有数据库：{ $path }。请先运行 liandong init，或者用 --home 指明已有的目录。
store-not-migrated = 数据库的结构与程序的版本不一致。请先备份，再运行 liandong db upgrade。
adapter-unfit-for-role = 适配器“{ $name }”不能为“{ $company }”{ $role ->
    [mirror] 登记办理情况（mirror）
   *[source] 提供方案（source）
}。请更正配置中的 roles，或者换用其他适配器。
secret-missing = 找不到凭证：{ $how ->
    [env] 没有设置环境变量 { $where }，或者它是空的。
   *[other] 文件 { $where } 不存在、不能读取，或者是空的。
}
secret-in-the-open = 凭证不能直接写在配置里。请改写成 {"{"} env = "变量名" {"}"} 或 {"{"} file = "文件路径" {"}"}。
invalid-duration-form = “{ $value }”不是时长。应写成数字加单位，例如 30s、2m、1h、3d。
invalid-settings-id-repeated = 标识 { $value } 用了不止一次。每个对接方要有自己的标识。
