# 与以批次文件往来的公司（燃气等）打交道时的问题：发生了什么、意味着什么、怎么办。

## 共享文件夹与 SFTP

batch-unreachable = 连不上{ $company }的文件交换处，这一次什么也没有送出，系统会自动重试。若持续如此，请与其技术人员联系。
batch-no-place = { $company }的文件交换处缺少约定的文件夹（可能是共享盘没有挂载），什么也没有送出，系统会自动重试。请核对文件夹及其挂载。
batch-place-failed = { $company }的文件交换处没有完成所请求的操作（可能已满或正忙），没有送出，系统会自动重试。
batch-rename-lost = 文件改名时与{ $company }的连接中断，不能确定批次包是否已经交到；系统会先查看该文件，再决定是否重送。
batch-not-permitted = { $company }的文件交换处不允许本系统读写。已暂停与其往来，请双方技术人员核对该账号的权限。
batch-login-refused = { $company }的 SFTP 服务器拒绝了本系统的登录。已暂停与其往来，请核对用户名、密码或密钥。
batch-host-key-differs = { $company }的 SFTP 服务器出示的主机密钥与登记的不同，未向其发送任何内容，并已暂停往来。请先向其技术人员电话核实，确属更换密钥后再更新配置。

## 回执

batch-scheme-refused = { $company }退回了方案 { $scheme }（批次包 { $parcel }）：{ $words }。请按所列字段逐项核对，在联络台“更正后重发”，或者请联合审查方推送新版本。
batch-withdrawal-refused = { $company }没有接受方案 { $scheme } 的撤回（批次包 { $parcel }）：{ $words }。请电话与其商定该方案是否继续办理。
batch-document-refused = { $company }退回了方案 { $scheme } 的一份文件（批次包 { $parcel }）：{ $words }。请核对文件并与其商定如何补送。
batch-reason = 对方说明：{ $words }。
batch-acknowledgement-unreadable = { $company }的回执文件“{ $file }”不符合约定格式，已另行存放，其他文件照常处理。请其核对后换一个文件名重新发送。

## 状态文件

batch-row-unreadable = { $company }的状态文件“{ $file }”第 { $row } 行无法读取，已另行存放，其余各行照常计入。请其更正该行，放入新的文件重新发送。
batch-headings-unknown = { $company }的状态文件“{ $file }”有不认识的表头：{ $headings }。这些列没有读取，其余照常；若其中有需要的内容，请双方约定表头名称。
batch-file-set-aside = { $company }的状态文件“{ $file }”整份无法读取{ $row ->
    [0] {""}
   *[other] （第 { $row } 行）
}，已另行存放。请其更正后换一个文件名重新发送。
batch-file-too-large = { $company }的文件“{ $file }”过大，没有读取，已另行存放：最多 { $limit_mib } MiB。请其分成几份发送。
batch-file-unknown = { $company }放来了文件“{ $file }”，既不是回执（.ack.json）也不是状态文件（.csv、.xlsx），没有读取，已另行存放。
batch-file-differs = { $company }的文件“{ $file }”与其标记文件（.ok）中的摘要不符，可能在传送中损坏，没有读取，已另行存放。请其换一个文件名重新发送。
batch-file-empty = 文件里没有内容。
batch-no-headings = 前 { $rows } 行里没有可识别的表头。
batch-heading-missing = 缺少这一列，表头可用下列名称之一。
batch-word-unknown = “{ $value }”不是约定的用词。
batch-cursor = { $company }的读取进度记录无法识别，不能继续读取其文件。请技术人员核对数据库中的游标。

## 配置

invalid-batch-one-place = 文件交换处要么是共享文件夹（folder），要么是 SFTP 服务器（host），两者写且只写一个。
invalid-batch-folder-absolute = 共享文件夹必须写绝对路径。
invalid-batch-login = SFTP 需要用户名（user），以及密码（password）或私钥（private_key）。
invalid-batch-host-key = SFTP 需要服务器的主机公钥（host_keys），例如 ssh-ed25519 AAAA…；请向对方索取，勿以首次连接所见为准。
invalid-batch-private-key = 私钥无法读取；若有口令，请以 passphrase 给出。
