# 项目信息化监管平台

supervision-row-refused = { $company }没有收下这条记录：{ $words }。请按所列字段逐项核对，更正后重新报送。
supervision-fault-required = 必填项 { $column } 没有值。平台说明：{ $words }。
supervision-fault-format = { $column } 的格式不对。平台说明：{ $words }。
supervision-fault-unknown-matter = 平台上还没有这个办件。平台说明：{ $words }。
supervision-fault-key-reused = 这个主键已用于内容不同的记录。平台说明：{ $words }。
supervision-fault-nothing-to-void = 平台没有可作废的有效记录。平台说明：{ $words }。
supervision-fault-order = { $column } 的先后次序不对。平台说明：{ $words }。
supervision-fault-other = { $column }。平台说明：{ $words }。
