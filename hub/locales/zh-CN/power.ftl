# 与供电公司以 IEC 61968-100 报文往来时的失败：发生了什么，意味着什么，该做什么。

iec-message-refused = { $company }认为本系统的报文不合接口文件（代码 { $code }：{ $words }），没有收下，不会自动重送。请把往来记录转给本系统的维护人员。
iec-scheme-refused = { $company }没有收下该方案（代码 { $code }：{ $words }）。请按所列字段逐项核对，在联络台“更正后重发”，或者请联合审查方推送新版本。
iec-unknown-scheme = { $company }查不到该方案（代码 { $code }：{ $words }）。请致电对方核对其受理编号。
iec-version-superseded = { $company }已持有该方案更新的版本，没有收下这一版（代码 { $code }：{ $words }）。一般无需处理；若应以这一版为准，请以新的版本号重新推送。
iec-scheme-withdrawn = { $company }处该方案已经撤回，不再接收任何内容（代码 { $code }：{ $words }）。若仍需办理，请以新的方案编号推送。
iec-cancel-too-late = { $company }已办结验收，不能再撤回（代码 { $code }：{ $words }）。请与对方商定如何处理。
iec-message-id-reused = { $company }称该报文编号已用于另一内容，没有收下（代码 { $code }：{ $words }）。请把往来记录转给本系统的维护人员。
iec-unknown-attachment = { $company }称该文件不在已告知的附件之列（代码 { $code }：{ $words }）。请核对双方持有的方案版本。
iec-attachment-differs = 送达{ $company }的文件与方案中告知的不一致，对方没有留存（代码 { $code }：{ $words }）。请重送；若再次发生，请检查原文件是否损坏。
iec-credentials = { $company }不认可本系统的签名或权限（代码 { $code }：{ $words }），已暂停向其发送。请与对方核对密钥和权限，更新配置后恢复。
iec-clock = { $company }认为本系统的时钟相差过大（代码 { $code }：{ $words }），已暂停向其发送。请校准本机时钟后恢复。
iec-busy = { $company }系统繁忙（代码 { $code }：{ $words }），没有收下任何内容。系统稍后自动再送，无需处理。
iec-throttles = { $company }要求放慢（代码 { $code }：{ $words }），没有收下任何内容。系统等待之后再送，无需处理。
iec-in-flight = { $company }仍在办理同一请求（代码 { $code }：{ $words }）。系统稍后查询结果，无需处理。
iec-failed = { $company }内部出错（代码 { $code }：{ $words }），不能确定是否已经办理。系统会先查询再决定是否重送；若仍无法确定，请致电对方核实。
iec-failed-without-error = { $company }答复失败，但没有说明原因。无法判断结果，不会自动重送。请把往来记录转给对方的技术人员。
iec-ok-with-error = { $company }答复成功，却同时报错（代码 { $code }：{ $words }）。无法判断结果，不会自动重送。请致电对方核实，并把往来记录转给其技术人员。
iec-partial = { $company }只办理了一部分（代码 { $code }：{ $words }），而方案应当整份收下或整份拒绝。请致电对方，弄清其现在持有什么，再决定如何处理。
iec-partial-reading = { $company }只答复了一部分办理事件（代码 { $code }：{ $words }）。没有数据丢失，系统稍后重新读取同一时间窗口。
iec-code-unlisted = { $company }的错误代码 { $code } 不在接口文件之列（{ $words }），无法判断结果，不会自动重送。请向对方询问其含义，并写入配置的 error_codes。
iec-xml-refused = { $company }发来的 XML 未予读取：{ $reason ->
    [doctype] 其中有文档类型声明或实体，可能用于攻击
    [depth] 嵌套过深
    [elements] 元素过多
    [size] 超过长度上限
   *[encoding] 不是 UTF-8 编码
}。请把往来记录转给对方的技术人员核对；不会自动重送。
iec-fault = 对方不接受此值（代码 { $code }）。对方原话：{ $words }。
invalid-iec-no-identity = 须填写 secret（签名密钥）或 client_certificate（客户端证书），否则对方无法认出本系统。
invalid-iec-certificate-files = 证书文件不能使用。请核对 client_certificate、client_key、server_authority 的路径，以及私钥是否与证书相符、口令是否正确。
