# 填写有误（invalid-…）与存疑（warning-…）的说明：哪里不对，怎样改。

## 缺少与多余

invalid-missing = 必填，但没有给出。
invalid-extra-forbidden = 没有这个字段。请核对名称，或者删去。
invalid-frozen-field = 这一项不能修改。
invalid-frozen-instance = 这份内容不能修改。

## 文字

invalid-string-type = 应为文字。
invalid-string-sub-type = 应为文字。
invalid-string-unicode = 文字编码有误，含有无法识别的字符。
invalid-string-too-short = 太短，至少 { $min_length } 个字符。
invalid-string-too-long = 太长，至多 { $max_length } 个字符。
invalid-string-pattern-mismatch = “{ $value }”的写法不对，应符合规则 { $pattern }。

## 数字与是否

invalid-int-type = 应为整数。
invalid-int-parsing = “{ $value }”不是整数。
invalid-int-parsing-size = 数字太大，无法识别。
invalid-int-from-float = “{ $value }”带有小数，应为整数。
invalid-float-type = 应为数字。
invalid-float-parsing = “{ $value }”不是数字。
invalid-finite-number = 应为有限的数字。
invalid-bool-type = “{ $value }”不是“是”或“否”。
invalid-bool-parsing = “{ $value }”不是“是”或“否”。
invalid-greater-than = { $value } 太小，应大于 { $gt }。
invalid-greater-than-equal = { $value } 太小，不应小于 { $ge }。
invalid-less-than = { $value } 太大，应小于 { $lt }。
invalid-less-than-equal = { $value } 太大或不是数字，不应大于 { $le }。
invalid-multiple-of = 应为 { $multiple_of } 的倍数。

## 时间

invalid-instant-form = 时间的写法不对。应写明日期、时刻和时区，例如 2026-03-02T09:00:00+08:00。
invalid-day-form = 日期的写法不对，应为 2026-03-02 这样的年月日。
invalid-date-type = 应为 2026-03-02 这样的日期。
invalid-date-parsing = 日期的写法不对，应为 2026-03-02 这样的年月日。
invalid-date-from-datetime-parsing = 日期的写法不对，应为 2026-03-02 这样的年月日。
invalid-date-from-datetime-inexact = 只要日期，不要时刻；应为 2026-03-02 这样的年月日。
invalid-datetime-type = 应为 2026-03-02T09:00:00+08:00 这样的时间。
invalid-datetime-parsing = 时间的写法不对，应为 2026-03-02T09:00:00+08:00 这样的时间。
invalid-datetime-from-date-parsing = 时间的写法不对，应为 2026-03-02T09:00:00+08:00 这样的时间。
invalid-datetime-object-invalid = 时间无法识别。
invalid-timezone-aware = 时间缺少时区，应写成 2026-03-02T09:00:00+08:00。
invalid-time-delta-type = 应为时长。
invalid-time-delta-parsing = 时长的写法不对。

## 可选的值与结构

invalid-enum = “{ $value }”不是可填的值。
invalid-literal-error = “{ $value }”不是可填的值。
invalid-value-not-allowed = “{ $value }”不是可填的值。
invalid-union-tag-invalid = “{ $tag }”不是已知的种类。
invalid-union-tag-not-found = 没有写明种类（{ $discriminator }）。
invalid-none-required = 这里应为空。
invalid-is-instance-of = 类型不对。
invalid-list-type = 应为列表。
invalid-tuple-type = 应为列表。
invalid-set-type = 应为列表。
invalid-frozen-set-type = 应为列表。
invalid-dict-type = 应为由名称和值组成的一组内容。
invalid-mapping-type = 应为由名称和值组成的一组内容。
invalid-model-type = 应为由名称和值组成的一组内容。
invalid-model-attributes-type = 应为由名称和值组成的一组内容。
invalid-too-short = 共 { $actual_length } 项，至少要 { $min_length } 项。
invalid-too-long = 共 { $actual_length } 项，至多 { $max_length } 项。
invalid-json-invalid = 不是有效的 JSON。
invalid-json-type = 应为 JSON 文本。
invalid-bytes-type = 应为字节内容。
invalid-path-type = 应为文件路径。
invalid-url-type = 应为网址。
invalid-url-parsing = 网址的写法不对。
invalid-url-scheme = 网址的开头（协议）不对。
invalid-value-error = 值不符合要求。
invalid-assertion-error = 值不符合要求。

## 代码

invalid-project-code-form = “{ $value }”不是投资项目统一代码。应为 { $form }：年月、区划、部门、类型、五位序号和一位校验码；旧式代码以四位年份开头。
invalid-credit-code-form = “{ $value }”不是统一社会信用代码。应为 18 位，只用这些字符：{ $alphabet }（没有 I、O、S、V、Z，字母大写）。
invalid-credit-code-check = “{ $value }”的校验码不符：按前 17 位，末位应为 { $expected }。请对照营业执照核对每一位。
invalid-area-code-form = “{ $value }”不是区划代码。应为六位数字，例如 511702。

## 方案

invalid-demand-repeated = { $kind }需求写了两次。每一类只能有一项，请合并。
invalid-document-repeated = 同一份附件列了两次（哈希 { $value }）。请删去一个。
invalid-document-name-path = “{ $value }”不能作文件名：文件名里不能有路径、斜杠或换行。
invalid-project-dates = 拟开工时间 { $start } 不早于拟建成时间 { $finish }。请核对两个日期。
invalid-site-axes-swapped = 两个坐标的次序反了：{ $crs } 先{ $first }、后{ $second }。请对调。
invalid-site-out-of-range = { $axis } { $value } 超出 { $crs } 在我国的范围（{ $low } 至 { $high }）。请核对坐标，以及坐标系是否写对；东坐标不带带号。
invalid-site-ring-open = 边界没有闭合：最后一点应与第一点相同。
invalid-update-names-no-case = 没有写明是哪一件：方案编号和对方受理号至少要有一个。

## 存疑：收下，但请核对

warning-project-code-old-form = 项目代码 { $value } 是旧式代码，没有校验码，无法查验。请确认它仍在使用。
warning-project-code-check-digit = 项目代码 { $value } 的校验码不符：按前 19 位，末位应为 { $expected }。代码照原样使用，请向建设单位核对。
warning-project-code-either-form = 项目代码 { $value } 可能是旧式代码，也可能是新式代码写错了校验码（应为 { $expected }）。代码照原样使用，请核对。
warning-contact-phone-form = 联系电话既不是手机号，也不是带区号的固定电话，公用事业单位可能打不通或者不接收。请核对。
warning-opinion-due-early = 意见截止时间 { $due } 不晚于推送时间 { $pushed }，公用事业单位来不及审查。请与联审方核对。
