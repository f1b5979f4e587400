# liandong adapter：适配器的编写、检查与录制。

command-adapter = 适配器：列出、新建、检查、录制往来
command-adapter-new = 新建一个适配器：连同模拟单位、测试和说明，一写出来就能通过检查
command-adapter-list = 列出全部适配器及其能力和质量等级
command-adapter-check = 运行一致性检查，逐条核对质量等级
command-adapter-record = 录下与一家单位的往来，去除个人信息和密钥后存为测试用例
argument-adapter-name = 适配器的名称
option-adapter-kind = 只用于这一类单位：water 供水，power 供电，gas 供气，telecom 通信（默认由配置决定）
option-adapter-into = 源代码目录（默认为本程序所在的目录）
option-record-company = 与哪一家单位往来（配置中的标识）
option-record-send = 同时提交、查询并撤回一份样例方案；只用于对方的测试环境
option-record-into = 存为这个文件（默认放在该适配器的测试目录）

title-adapters = 适配器
column-adapter = 名称
column-kind = 类别
column-verbs = 能力
column-step = 质量等级
adapter-any-kind = 不限
kind-authority = 主管部门
verb-find-by-key = 按识别码查询
verb-send-document = 送附件
verb-withdraw-scheme = 撤回
verb-fetch-updates = 读取办理情况
verb-read-callback = 接收通知

## 新建

adapter-written = 已写出 { $path }
adapter-left-to-do = 还有 { $count } 处要做：
adapter-todo-wire = 对方接口的路径、请求头和表示收下的状态码
adapter-todo-submission = 对方要哪些内容，叫什么名字
adapter-todo-refusal = 对方的每条退回理由指的是方案的哪个字段
adapter-todo-status = 对方的状态代码对应哪个办理状态
adapter-todo-readme = 这些单位是谁，接口文件在哪里
adapter-todo-stand-in = 按对方的接口文件改写模拟单位，不要照着适配器写
adapter-next = 然后运行：liandong adapter check { $name }
adapter-name-form = { $name } 不能作适配器的名称。请用小写英文字母开头，只含小写字母、数字和下划线，2 到 20 个字符，例如 heating。
adapter-name-taken = { $name } 这个名称已经有人用了，没有改动任何文件。请另取一个，或用 liandong adapter list 查看已有的适配器。
adapter-kind-unknown = 没有“{ $value }”这个类别。可用的有：{ $known }。
adapter-no-checkout = { $path } 不是联动的源代码目录，没有写出任何文件。请先取得源代码，再用 --into 指明其目录。
adapter-no-contract = { $path } 里找不到登记适配器的那一行（layers），没有写出任何文件。请恢复该文件后再试。

## 检查

step-none = 未评级
step-bronze = 铜级
step-silver = 银级
step-gold = 金级
rule-kit = 通过全部一致性检查
rule-readme = 有说明文件
rule-size = 适配器本身简短
rule-settings = 每项配置都有说明
rule-lookup = 结果不明时能自行查清或安全重送
rule-withdrawal = 能撤回方案
rule-status-map = 状态代码有对应的办理状态
rule-events = 办理情况能自动收到
rule-finished = 模板留下的标记都已处理
rule-recordings = 录下的往来可以重放
rule-oracle = 有第三方的实现作对照
rule-wire = 接口有书面文件
rule-open-kit-none = quality.toml 没有写明测试文件（kit）。
rule-open-kit-no-pytest = 这里没有安装 pytest，无法运行。请运行 make env。
rule-open-kit-missing = 测试文件 { $file } 不存在，或者没有引用 { $module }。请按指南写好测试文件。
rule-open-kit-red = { $count } 项没有通过，第一项是 { $first }。请用 pytest 运行该文件查看原因。
rule-open-kit-not-inherited = { $file } 没有继承一致性检查，缺 { $count } 项。请按指南继承 AdapterContract。
rule-open-readme = 请在适配器的文件夹里写一份 README.md，写明它的名称。
rule-open-size = { $lines } 行，最多 { $most } 行。请把接口本身的代码移到别的模块。
rule-open-settings = README.md 没有说明：{ $names }。
rule-open-lookup = 请实现 find_by_key，或在对方保证重送无害时声明 idempotent。
rule-open-withdrawal = 请实现 withdraw_scheme。
rule-open-status-map = 请在适配器的文件夹里写 status.toml。
rule-open-events = 请实现 fetch_updates 或 read_callback。
rule-open-finished = 还有 { $count } 处标记，第一处在 { $where }。
rule-open-recordings = 还没有录下的往来。请运行 liandong adapter record。
rule-open-recordings-differ = { $file } 不能采用：{ $words }。
rule-open-oracle = 请在 quality.toml 中写明第三方的实现（oracle.who）和用它对照的测试文件（oracle.test）。
rule-open-wire = 请在 quality.toml 中写明接口文件（wire），且该文件存在。
rule-open-needlessly-exempt = 这一条已经做到，不必豁免。请从 quality.toml 的 exempt 中删去。
ladder-kit = 一致性检查：通过 { $passed } 项，不适用 { $skipped } 项，未通过 { $failed } 项
ladder-exempt = ——豁免：{ $reason }
ladder-open = ——{ $why }
ladder-holds = { $name } 自评{ $claimed }，属实；实际达到{ $reached }。
ladder-does-not-hold = { $name } 自评{ $claimed }，不属实；实际达到{ $reached }。请补做上面未完成的各条，或下调 quality.toml 中的 step。
adapter-no-quality = 适配器“{ $name }”没有 { $path }，无从核对。请按指南写一份。
adapter-quality-wrong = { $path } 有误，没有采用。请按下列各项更正：
adapter-check-utilities-only = “{ $name }”用于主管部门，质量等级只用于公用事业单位的适配器。
adapter-check-no-source = 适配器“{ $name }”是安装的软件包，这里没有它的源代码。请在其源代码目录中检查。
invalid-quality-kit-missing = 请写明测试文件（kit），或在 exempt 中说明为什么没有。
invalid-quality-never-exempt = { $rule } 这一条对所有适配器都适用，不能豁免。

## 录制

adapter-recorded = 已录下 { $calls } 次往来：{ $path }。请通读一遍，确认其中没有不该留下的内容，再提交。
adapter-record-no-http = 适配器“{ $name }”不用 HTTP 往来，没有可以录制的内容。
adapter-record-no-company = 配置中没有用适配器“{ $name }”的单位“{ $company }”。可用的有：{ $known }。
adapter-record-refused = 录下的往来不能保存，没有写出文件：{ $words }。如内容过长，请减小配置中的每页条数。
