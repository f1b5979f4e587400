# 与各公司、省系统往来时的失败：发生了什么，意味着什么，该做什么。

## 连接与应答

counterpart-unreachable = 连不上{ $company }，没有送出任何内容。系统会按计划再试；如持续连不上，请致电对方，确认系统和网络是否正常。
counterpart-busy = { $company }暂时不办理（HTTP { $status }），没有收下任何内容。系统会在对方要求的时间之后再试，无需处理。
counterpart-throttles = { $company }要求放慢（HTTP { $status }），没有收下任何内容。系统会等待之后再送，无需处理。
counterpart-failed = { $company }答复出错（HTTP { $status }），不能确定是否已经收下。系统会先向对方查询，再决定是否重送；若仍无法确定，请致电对方核实。
counterpart-failed-reading = 读取{ $company }的数据时对方出错（HTTP { $status }）。没有数据丢失，系统稍后从原处继续读取。
counterpart-no-answer = 已向{ $company }送出，但没有等到完整的答复，不能确定是否已经收下。系统会先向对方查询，再决定是否重送；若仍无法确定，请致电对方核实。
counterpart-no-answer-reading = 读取{ $company }的数据时没有等到完整的答复。没有数据丢失，系统稍后从原处继续读取。
counterpart-refused = { $company }拒绝了这次提交（HTTP { $status }），没有说明可供修改的字段。请查看往来记录中对方的原话，与对方核实后再重送。
counterpart-credentials = { $company }不认可本系统的身份（HTTP { $status }），已暂停向其发送。请向对方核实接入口令或权限，更新配置后恢复。
counterpart-status-unlisted = { $company }的答复代码 HTTP { $status } 不在接口文件之列，无法判断结果，不会自动重送。请把往来记录转给对方的技术人员核对。
counterpart-redirects = { $company }把请求转到了别的地址（HTTP { $status }），系统不会跟随。请核对配置中的地址，并询问对方地址是否有变更。
counterpart-login-page = { $company }返回的是网页而不是数据，多半是登录页，或者中间设备拦截。请核对配置中的地址，并请对方放行本系统。
counterpart-not-json = { $company }的答复无法识别，不符合接口文件。请把往来记录转给对方的技术人员核对；核实之前不会自动重送。
counterpart-shape = { $company }的答复与接口文件不符（位置：{ $place }）。请把往来记录转给对方的技术人员核对；核实之前不会自动重送。
counterpart-answer-too-large = { $company }的答复超过上限（{ $limit_kib } KiB），系统没有读完。请对方减少单次返回的数据，或者调高配置中的上限。
counterpart-answer-encoded = { $company }返回了压缩数据（{ $encoding }），而系统要求不压缩。请对方关闭压缩后再试。
counterpart-event-unreadable = { $company }的一条办理事件读不出来，已单独留存，其余事件照常处理。请对照所列问题，请对方更正后重新发布。

## 回调

webhook-unsigned = 收到一条自称来自{ $company }的通知，但没有有效的签名信息，未予接收。如对方确曾发送，请其按约定签名；事件本身仍可从其事件列表读到。
webhook-clock = 收到一条自称来自{ $company }的通知，签名时间与本机相差五分钟以上，未予接收。请双方核对时钟；事件本身仍可从其事件列表读到。
webhook-signature = 收到一条自称来自{ $company }的通知，签名不符，未予接收。如对方刚更换密钥，请更新配置；事件本身仍可从其事件列表读到。
callback-unreadable = { $company }的一条通知签名正确，但内容与接口文件不符，未予接收。请把往来记录转给对方的技术人员核对。

## 适配器与配置

adapter-unknown = 没有名为“{ $name }”的适配器。可用的有：{ $known }。请更正配置中的名称。
adapter-broken = 适配器“{ $name }”无法载入（{ $error }）。请重新安装提供它的软件包，或者联系其作者。
adapter-not-for-utilities = 适配器“{ $name }”不能用于公用事业单位“{ $company }”。请在配置中换用其他适配器。
adapter-not-for-authorities = 适配器“{ $name }”不能用于主管部门系统“{ $company }”。请在配置中换用其他适配器。
adapter-other-kind = 适配器“{ $name }”不适用于“{ $company }”所属的类别（{ $kind }）。请核对配置中的类别和适配器。
adapter-settings = “{ $company }”的适配器“{ $name }”配置有误。请按所列字段逐项更正。
invalid-base-address-form = 应为以 http:// 或 https:// 开头的完整地址。
invalid-base-address-secret = 地址里不能含有用户名、口令或查询参数：地址会出现在日志中。请改用专门的口令字段。
invalid-webhook-secret-form = 不是可用的通知密钥，应为 { $form } 的写法，且至少 16 个字节。

## 公用接口（Utility Gateway API）

gateway-no-demand = 该方案没有对“{ $company }”的需求（{ $kind }），无法推送。请联合审查方核对方案，或者核对该公司的类别配置。
gateway-no-opinion-due = 该方案没有写明意见答复期限，而{ $company }的接口要求必填，尚未送出。请联合审查方补上期限后重新推送。
gateway-scheme-refused = { $company }没有收下该方案：{ $words }。请按所列字段逐项核对，在联络台“更正后重发”，或者请联合审查方推送新版本。
gateway-version-superseded = { $company }已经持有该方案的更新版本，没有收下这一版：{ $words }。一般无需处理；若应以这一版为准，请推送新的版本号。
gateway-scheme-withdrawn = 该方案在{ $company }处已经撤回，不再接收任何内容：{ $words }。若方案仍有效，请以新的方案编号推送。
gateway-withdrawal-too-late = { $company }的验收已经办结，不能再撤回：{ $words }。请与对方协商后续处理。
gateway-key-reused = { $company }说这次提交的识别码已被另一内容占用，没有收下：{ $words }。请把往来记录转给系统维护人员。
gateway-unknown-scheme = { $company }查不到该方案：{ $words }。请致电对方，核对其受理编号。
gateway-unknown-document = { $company }说该文件不在方案所列之内：{ $words }。请核对对方持有的方案版本。
gateway-length-mismatch = { $company }登记的文件大小与方案所列不一致：{ $words }。请核对双方持有的方案版本。
gateway-digest-mismatch = 文件已全部送到{ $company }，但对方核对内容与方案所列不一致，已从头作废：{ $words }。请重送；若再次出现，请核对原文件是否损坏。
gateway-in-flight = { $company }正在处理之前的同一请求：{ $words }。系统稍后会查询结果，无需处理。
document-on-disk-differs = 本机保存的文件“{ $document }”是 { $found } 字节，方案所列为 { $announced } 字节，没有送往{ $company }。请重新收取该文件。

gateway-fault-required = 缺少必填内容。对方说明：{ $words }。
gateway-fault-type = 数据类型不对。对方说明：{ $words }。
gateway-fault-format = 写法不对。对方说明：{ $words }。
gateway-fault-range = 超出范围（过小、过大或过长）。对方说明：{ $words }。
gateway-fault-not-allowed = 对方不接受这个值。对方说明：{ $words }。
gateway-fault-unknown-area = 不在对方的服务区域内。对方说明：{ $words }。
gateway-fault-inconsistent = 与其他内容相互矛盾。对方说明：{ $words }。
gateway-fault-duplicate = 重复。对方说明：{ $words }。
gateway-fault-other = 对方说明：{ $words }。

## 省系统网关

province-send-again = { $company }要求重新发送（代码 { $code }：{ $words }），没有收下任何内容。系统会自动重送，无需处理。
province-credentials = { $company }不认可本系统的身份（代码 { $code }：{ $words }），已暂停报送。请向省系统运维核实接入账号和密钥，更新配置后恢复。
province-clock = { $company }认为本机时钟偏差超过五分钟（代码 { $code }：{ $words }），已暂停报送。请校准本机时钟后恢复。
province-throttles = { $company }要求放慢（代码 { $code }：{ $words }），没有收下任何内容。系统会等待之后再送，无需处理。
province-busy = { $company }繁忙（代码 { $code }：{ $words }），没有收下任何内容。系统稍后再送，无需处理。
province-call-refused = { $company }拒绝了整次调用（代码 { $code }：{ $words }），没有收下任何内容，不会自动重送。请把往来记录转给系统维护人员。
province-document-unknown = { $company }没有这份文件（代码 { $code }：{ $words }）。请联合审查方核对方案所列文件。
province-row-refused = { $company }没有收下这条记录：{ $words }。请按所列字段逐项核对，更正后重新报送。
province-check-failed = { $company }校验这条记录未通过：{ $words }。请核对后作为更正重新报送。
province-item-unmapped = 配置中没有{ $kind }“{ $stage ->
    [review] 审查
    [application] 报装
    [hookup] 接入
   *[acceptance] 验收
}”阶段的省审批事项编码，这条记录没有报送。请在配置中补上编码和版本号，然后重新报送。
province-scheme-unreadable = { $company }的一份联合审查方案读不出来，已单独留存，其余方案照常处理。请对照所列问题，请联合审查方更正后重新推送。

province-fault-required = 必填列 { $column } 没有值。省系统说明：{ $words }。
province-fault-format = 列 { $column } 的格式不对。省系统说明：{ $words }。
province-fault-dictionary = 列 { $column } 的值不在字典之内。省系统说明：{ $words }。
province-fault-order = 列 { $column } 的先后次序不对。省系统说明：{ $words }。
province-fault-unknown-parent = 上级记录尚未入库。省系统说明：{ $words }。
province-fault-key-reused = 这个主键已用于内容不同的记录。省系统说明：{ $words }。
province-fault-already-held = 省系统已有一条有效的同一记录。省系统说明：{ $words }。
province-fault-nothing-to-retire = 省系统没有可作废的有效记录。省系统说明：{ $words }。
province-fault-other = 列 { $column }。省系统说明：{ $words }。
