# 对应关系：各单位的状态码、事项编码与国家字典的对应。

update-unmapped = 对方的状态码 { $code }（{ $text }）还没有与国家字典对应，压住了 { $count } 条办理情况：它们已保存，没有计入办理状态。请在工作目录的 { $file } 中补上这个码，下一轮会自动按原来的次序计入，不必重启。
mapping-file-wrong = 对应关系文件 { $file } 有 { $count } 处不对，没有采用，仍按上一次正确的内容办理。请按下列各项更正：
mapping-file-not-toml = 对应关系文件 { $file } 的写法不对（行:列 { $place }），没有采用，仍按上一次正确的内容办理。请在那里核对引号、方括号和等号；中文的码要写在引号里。
mapping-file-not-utf8 = 对应关系文件 { $file } 不是 UTF-8 编码，没有采用，仍按上一次正确的内容办理。请以 UTF-8 另存。
mapping-file-large = 对应关系文件 { $file } 超过 1 MiB，没有采用，仍按上一次正确的内容办理。请核对是否放错了文件。
mapping-file-shut = 对应关系文件 { $file } 打不开（{ $reason }），没有采用，仍按上一次正确的内容办理。请检查文件权限。
invalid-mapping-status = 应为国家字典办理状态 BLZT 的代码（1 至 15），或 "ignored"（这个码不需要登记）。

item-mapping-file = 对应关系文件有误
resolution-mapped = 已对应

command-mapping = 各单位的状态码与国家字典的对应关系
command-mapping-list = 列出还没有对应的状态码，及其压住的件数和示例
command-mapping-check = 检查对应关系文件，不等下一轮
argument-mapping-company = 只看这个单位（配置中的 id）

title-mapping = 还没有对应的状态码
column-code = 状态码
column-example = 对方原话（示例）
column-held = 压住件数
column-first-at = 示例时间
mapping-none = 没有待对应的状态码。
mapping-where = 请在各单位的 mappings/<单位>.toml 中补上，写法见 docs/mappings.md；下一轮会自动计入。
mapping-fine = { $company }：{ $file } 正确，状态码 { $codes } 个，事项 { $items } 个。
mapping-absent = { $company }：没有自己的对应关系文件（{ $file }），按接口自带的 { $codes } 个状态码办理。
mapping-stranger = mappings/{ $file } 不属于配置中的任何单位，没有采用。文件名应为单位的 id 加 .toml。
mapping-company-unknown = 配置中没有单位 { $company }。已有：{ $known }。
