# 与省系统前置库往来时的情形：发生了什么，意味着什么，该做什么。

exchange-credentials = { $company }的前置库不认可本系统的账号，或者不给所需的权限（查询与新增），已暂停报送。请向省系统运维核实账号、密码与授权，更新配置后恢复。
exchange-differs = { $company }的前置库与约定不符：{ $words }。没有写入任何内容，不会自动重送。请核对配置中的库名、表名写法（names）、模式（db_schema）与缺少的列（omit），再转给系统维护人员。
exchange-unreachable = 无法连接{ $company }的前置库，没有写入任何内容。系统会自动重试；长时间如此时请检查网络与地址。
exchange-busy = { $company }的前置库忙，没有写入任何内容。系统稍后再送，无需处理。
exchange-lost = 与{ $company }前置库的连接在提交之前中断，没有写入任何内容。系统会自动重试，无需处理。
exchange-slow = { $company }的前置库没有在时限内完成，没有写入任何内容。系统会自动重试；经常如此时请联系其运维。
exchange-commit-unknown = 向{ $company }的前置库提交时没有得到答复，不知道是否已经写入。系统会先按主键查询，再决定是否补写，不会重复。
exchange-key-reused = { $company }的前置库里，这个主键已用于内容不同的记录，没有写入。请把这一条转给系统维护人员；内容确需更正的，应作废原记录后重新录入。
exchange-state-unknown = { $company }的前置库给出了约定之外的上传状态（SJSCZT { $code }）。请向省系统运维询问其含义。

## 已写入、尚未校验

record-pending = 记录已经写入，省系统尚未校验。系统会按时查看，无需处理。
record-pending-too-long = 记录写入已 { $days } 天，省系统一直没有校验。请电话询问省系统运维；问清之后重试，系统会再次查看，不会重复写入。

## 配置

invalid-database-address-form = 不是数据库地址。应写成 mysql://账号@主机:3306/库名。
invalid-database-address-kind = 不支持这种数据库，或者没有写明库名。
invalid-database-address-secret = 地址里不能有密码：地址会出现在日志和往来记录中。密码请用 password 单独引用。
