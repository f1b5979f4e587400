# liandong 命令的说明、表头和答话。

## 帮助页

help-usage = 用法：{ "" }
help-subcommand = 命令 [参数]…
help-some-options = ［选项］
help-arguments = 参数
help-options = 选项
help-commands = 命令
help-default = （默认：{ $value }）
help-environment = （环境变量：{ $value }）
help-required = （必填）

command-root = 联动：把联合审查的设计方案推送给水、电、气、通信单位，并把办理情况录入省系统。
command-root-epilog = 退出码：0 完成，1 有事项需要人处理，2 用法或配置有误。
command-init = 建立一个新的工作目录：带注释的配置、附件文件夹和数据库
command-sync = 运行一轮：收集方案、取附件、推送、收取办理情况、录入省系统
command-status = 查看各项数字
command-failures = 查看和处理等人处理的事项
command-failures-list = 列出等人处理的事项
command-failures-show = 查看一个事项的来龙去脉
command-failures-retry = 重试
command-failures-resolve = 登记处理结果
command-intake = 从文件接收方案（JSON 或表格）
command-doctor = 检查配置、数据库、附件文件夹和各对接方
command-db = 数据库的结构
command-db-upgrade = 把数据库升级到程序所需的版本
command-db-current = 查看数据库现在的版本
command-db-check = 检查数据库的版本是否与程序一致
command-demo = 演示：在模拟的省系统和公用事业单位之间，跑完一座城市的工作日

option-help = 显示本说明
option-home = 工作目录，内有 liandong.toml
option-language = 语言：zh-CN 或 en
option-quiet = 不显示进度条
option-json = 以 JSON 输出
option-company = 只看这一家（配置中的标识）
option-cause = 只看这一种原因（failures list --json 中的 cause）
option-search = 在项目名称、项目代码、方案编号、办件编号中查找
option-limit = 最多列出多少项
option-after = 从这个编号之后列起
option-all = 全部可以重试的事项
option-by = 处理人姓名，记入审计（默认为登录账号）
option-as = 处理结果：delivered 已送达，discarded 不再发送，done 已另行处理
option-reference = 对方受理号，用于登记已送达的方案
option-note = 说明，记入审计
option-projects = 项目个数
option-seed = 随机种子；相同的种子得到相同的城市
option-stand-ins = 已在运行的模拟系统的通告文件；不另行启动模拟系统
option-exchange = 改由省系统的前置库录入，结果应与经网关录入相同
option-keep-running = 结束后让模拟系统继续运行，直到按下 Ctrl+C
argument-folder = 要建立的目录（默认为 --home）
argument-file = 文件，附件放在同名的文件夹里
argument-failure = 事项编号
argument-failures = 事项编号，可以有几个

## 用法有误

usage-unexpected = 多出来一个参数“{ $value }”。请去掉它，或者用 --help 查看用法。
usage-no-such-command = 没有“{ $value }”这个命令。可用的有：{ $known }。
usage-no-such-option = 没有 { $name } 这个选项。请用 { $command } --help 查看有哪些选项。
usage-option-without-value = 选项 { $name } 后面缺少它的值。请用 { $command } --help 查看用法。
usage-wrong-value = { $name } 的值不对，{ $command } 没有执行。
usage-missing = 缺少 { $name }。请用 { $command } --help 查看用法。
usage-wrong = { $command } 不是这样用的。请用 { $command } --help 查看用法。
usage-language-unknown = 没有“{ $value }”这种语言。可用的有：{ $known }。
cli-aborted = 已停止。
cli-unforeseen = 程序出了意料之外的错误，这一次没有做完；已经做完的都有记录，可以重新运行。请把日志 { $log } 交给技术人员。

## 配置与数据库

config-missing = 这里没有配置文件：{ $path }。请先运行 liandong init，或者用 --home 指明工作目录。
config-not-toml = 配置文件 { $path } 的写法不对（行:列 { $place }），没有采用。请在那里核对引号、方括号和等号。
config-not-utf8 = 配置文件 { $path } 不是 UTF-8 编码，没有采用。请以 UTF-8 另存。
config-wrong = 配置有 { $count } 处不对，没有采用。请按下列各项更正 { $path } 或相应的环境变量：
config-environment = 某个 LIANDONG_ 环境变量的值无法识别，配置没有采用。列表和下级内容应写成 JSON，例如 LIANDONG_DELIVERY__SCHEDULE='["30s","2m"]'。
store-url-wrong = 配置中 store.url 不是可用的数据库地址。应为 sqlite:///文件名 或 postgresql://用户@主机/库名。
store-unreachable = 数据库没有应答（{ $reason }），这一次没有做完。请检查数据库服务和磁盘，之后重新运行。
file-trouble = 文件或文件夹不能使用：{ $path }（{ $reason }）。请检查路径和权限，之后重新运行。
init-done = 已建立工作目录。请编辑 { $path }，填好各对接方，然后运行：liandong doctor --home { $home }
init-exists = 这里已经有配置：{ $path }，没有改动任何内容。请另选一个目录。
db-upgraded = 数据库已是程序所需的版本（{ $revision }）。
db-up-to-date = 数据库的版本与程序一致（{ $revision }）。
db-behind = 数据库的版本是 { $revision }，程序需要 { $head }。请先备份，再运行 liandong db upgrade。
db-empty = 数据库还是空的，程序需要 { $head }。请运行 liandong db upgrade。

## 表头

column-what = 项目
column-count = 数量
column-value = 内容
column-company = 单位
column-cases = 办件
column-pushed = 已推送方案
column-documents = 已送附件
column-opinions = 已出意见
column-hooked-up = 已接入
column-accepted = 已验收
column-counterpart = 对接方
column-deliveries = 投递
column-connection = 状态
column-heard = 最近有消息
column-taken = 最近收件
column-id = 编号
column-since = 自
column-about = 事由
column-sentence = 说明
column-case = 办件编号
column-times = 次数
column-delivery = 投递内容
column-state = 投递状态
column-closed = 处理时间
column-resolution = 处理结果
column-by = 处理人
column-note = 说明
column-attempt = 次
column-started = 开始
column-trigger = 起因
column-outcome = 结果
column-why = 说明

## 数字

title-figures = 总览
title-companies = 各单位
title-counterparts = 各对接方
title-cycle = 本轮
title-failures = 等人处理
title-attempts = 历次尝试
count-of = { $count } { $name }
figure-schemes = 方案
figure-withdrawn = 其中已撤回
figure-warnings = 存疑
figure-documents = 附件
figure-cases = 办件
figure-events = 办理事件
figure-deliveries = 投递
figure-recorded = 已录入{ $mirror }
figure-recorded-of = { $part } / { $whole }
figure-missing = 尚未全部录入
figure-inbox = 未计入的办理情况
figure-desk = 等人处理
status-attention = 有 { $count } 项等人处理，请运行 liandong failures list 查看。

connection-closed = 正常
connection-open = 暂停联系（连续失败）
connection-probe = 试探
connection-paused = 已停止
state-new = 未处理
state-held = 待对应
state-wanted = 待取
state-present = 已取到
state-refused = 不可用

phase-collect = 收集方案
phase-documents = 取附件
phase-deliver = 投递
phase-pull = 收取办理情况
phase-demo = 工作日

## 一轮

cycle-schemes = 新收方案
cycle-documents = 取到附件
cycle-pushed = 送达各单位
cycle-updates = 新收办理情况
cycle-recorded = 录入省系统
cycle-later = 稍后自动重试
cycle-attention = 转人处理
sync-unreachable = 这一轮没有联系上：{ $names }。其余照常完成，下一轮会自动再试。
sync-new-items = 新增 { $count } 项等人处理，请运行 liandong failures list 查看。

## 等人处理的事项

failures-none = { $open ->
    [0] 没有等人处理的事项。
   *[other] 没有符合条件的事项（共有 { $open } 项等人处理）。
}
failures-more = 共 { $open } 项，这里列出 { $shown } 项；其余请用 --after { $last } 继续查看。
failures-nothing-chosen = 没有指明要重试哪些事项。请给出编号，或者用 --company、--cause、--all。
failures-retried = 已安排重试 { $count } 项，下一轮发送。
failure-skipped = 第 { $id } 项没有重试：没有这一项、已经处理，或者无可重试。请用 liandong failures show { $id } 查看。
failure-resolved = 第 { $id } 项已登记为：{ $how ->
    [delivered] 已送达
    [discarded] 不再发送
   *[done] 已另行处理
}。
failure-unknown = 没有第 { $id } 项，或者它不在您负责的区划内。请在列表中查看有哪些。
failure-closed = 第 { $id } 项已由 { $who } 于 { $at } 处理完毕，不能再改。
failure-needs-other-decision = 第 { $id } 项不能这样处理。{ $delivery ->
    [true] 它是一件投递，请登记为 delivered（已送达）或 discarded（不再发送）。
   *[other] 它不是投递，请登记为 done（已另行处理）。
}
failure-under-way = 第 { $id } 项正在发送或者已经了结，没有改动。请稍后再看。
failure-behind = 排在它后面等候的有 { $count } 件：{ $kinds }。
failure-behind-many = 排在它后面等候的至少有 { $count } 件：{ $kinds }。
failure-next = { $kind ->
    [delivery] 处理：liandong failures retry { $id } 重试；或 liandong failures resolve { $id } --as delivered（已送达）、--as discarded（不再发送）。
    [destination] 处理：更正之后 liandong failures retry { $id } 恢复联系；或 liandong failures resolve { $id } --as done。
    [document] 处理：liandong failures retry { $id } 重新取件；或 liandong failures resolve { $id } --as done。
   *[other] 处理之后登记：liandong failures resolve { $id } --as done。
}

trigger-schedule = 计划
trigger-recovery = 接续中断
trigger-officer = 人工
outcome-delivered = 已送达
outcome-retry = 稍后再试
outcome-parked = 转人处理
outcome-late = 结果迟到
outcome-lost = 中断
outcome-released = 未发送
outcome-open = 进行中
resolution-retried = 已重试
resolution-delivered = 已送达
resolution-discarded = 不再发送
resolution-done = 已另行处理
resolution-superseded = 已被替代
resolution-became-legal = 已补齐
resolution-served = 已有单位
resolution-withdrawn = 方案已撤回
resolution-arrived = 已取到
resolution-read-again = 已恢复
delivery-scheme-push = 推送方案
delivery-scheme-withdraw = 通知撤回
delivery-document-send = 发送附件
delivery-record-project = 录入项目
delivery-record-matter = 录入办件
delivery-record-event = 录入办理事件

## 收件

intake-taken = 新收方案 { $new } 份，已有 { $known } 份，内容冲突 { $conflicting } 份，附件 { $documents } 个。
intake-warning = { $scheme }：{ $sentence }
intake-refused = { $row ->
    [0] { $file } 没有收下：
   *[other] { $file } 第 { $row } 行没有收下：
}

## 检查

doctor-mark-ok = ［正常］
doctor-mark-attention = ［注意］
doctor-well = 一切就绪。
doctor-unwell = 有 { $count } 处需要处理。
doctor-settings = 配置可以使用。
doctor-store = 数据库可以使用（{ $kind }，版本 { $revision }）。
doctor-clock = 本机与数据库的时钟一致。
doctor-clock-off = 本机与数据库的时钟相差 { $seconds } 秒。时限和签名以时钟为准，请校准。
doctor-folder = 附件文件夹 { $path } 不能写入（{ $reason }），附件取不下来。请检查权限和磁盘。
doctor-folder-ok = 附件文件夹 { $path } 可以写入，剩余 { NUMBER($mib, useGrouping: 1) } MiB。
doctor-space = 附件文件夹 { $path } 只剩 { NUMBER($mib, useGrouping: 1) } MiB，放不下几份大图纸。请清理磁盘或换一个位置。
doctor-unserved = 区划 { $area } 没有配置{ $kinds }单位，那里的这类需求不会推送给任何人。请核对配置。
doctor-credit-code = “{ $company }”没有填写统一社会信用代码，省系统会退回它的办理事件。请在配置中补上 credit_code。
doctor-intake-token = 方案接收接口的令牌找不到，接口无法开放。请按下列说明更正。
doctor-plugin = 插件 { $name } 无法载入（{ $error }），它的命令不可用。请重新安装，或者联系其作者。
doctor-no-counterparts = 配置里还没有任何对接方，运行起来什么也不会发生。请在 liandong.toml 中填写 authorities 和 companies。
doctor-answers = { $company }有应答。
doctor-not-asked = { $company }的对接方式没有可询问的，未作检查。
doctor-no-answer = { $company }没有应答。请检查网络和对方系统。
doctor-defect = 询问{ $company }时对接程序自身出错（{ $error }）。请技术人员查看日志。

## 演示

demo-start = 正在启动模拟的省系统和公用事业单位……
demo-settled = 全部办结：{ $days } 个模拟工作日，用时 { $seconds } 秒。
demo-left = 下列 { $count } 项是有意留下的差错，等人处理：
demo-next = 接下来可以运行：
demo-running = 模拟系统还在运行（{ $address }），按 Ctrl+C 停止。
demo-not-a-demo = { $path } 里有内容，但不是演示目录，没有改动。请另选一个目录。
demo-unsettled = 演示在 { $days } 个工作日之后仍没有办结，这不应发生。请技术人员查看 { $log }。
demo-schemes = 收到方案 { $schemes } 份，其中撤回 { $withdrawn } 份。各单位的进展：
demo-recorded = { $mirror }已录入 { $part } / { $whole } 个办理事件{ $missing ->
    [0] ，没有遗漏。
   *[other] ，其余 { $missing } 个排在下列差错后面，处理之后自动录入。
}
demo-standins-failed = 模拟系统没有启动成功，或者中途没有应答（{ $reason }），演示没有做完。请技术人员查看 { $log }，之后重新运行。
