# 应录尽录证明：每个公司、区县、日期一份记录，签名，可在别的机器上验证。

certificate-title = 应录尽录证明
certificate-about = { $company }　{ $day }
certificate-statement = { $complete ->
    [yes] 经逐条回查核对，本日发生的办理情况共 { $held } 条，公司存有的、本系统登记的、各登记系统收下的完全一致，没有遗漏。
   *[no] 经逐条回查核对，本日发生的办理情况本系统登记 { $held } 条。各方尚有不一致之处，逐条列明如下。
} 各方记录回查于 { $at } 或之后；本证明于 { $made } 作出。办理情况归入其发生的那一天；迟报的，在重新作出的证明中计入该日。
certificate-head-table = 各方存有的条数
certificate-head-open = 尚未了结的事项
certificate-head-digests = 各方集合的摘要
certificate-head-signature = 签名
certificate-head-verify = 如何验证
certificate-column-district = 区县
certificate-column-open = 结论
certificate-result = { $complete ->
    [yes] 一致
   *[no] { $count } 项未了结
}
certificate-nothing-open = 没有。
certificate-open-item = { $district }　事件 { $event }　{ $side }：{ $sentence }
certificate-more-open = 另有 { $count } 条，见所附 JSON。
certificate-digest = { $district }　{ $side }：{ $digest }
certificate-not-read = 未能回查
certificate-nowhere = 对不上办件
certificate-side-hub = 本系统
certificate-algorithm-ed25519 = Ed25519 椭圆曲线签名（RFC 8032）
certificate-algorithm-sm2 = SM2 与 SM3（GB/T 32918）
certificate-signed-with = 算法：{ $algorithm }
certificate-signed-key = 公钥：{ $key }
certificate-signed-value = 签名值：{ $value }
certificate-signed-file = 所附 JSON 文件的 SHA-256：{ $digest }
certificate-issued-by = 出具单位（盖章）：{ $issuer }　　作出时间：{ $made }
certificate-page = 应录尽录证明　第 { $number } 页　文件摘要 { $digest }…
certificate-how-to-verify = 证明的正本是所附的 JSON 文件（也附在本 PDF 内）。在任何装有本软件的机器上运行 liandong certificate verify 文件 --key 公钥，不需要数据库和配置；文件改动一个字节即不能通过。公钥应从出具单位另行取得。集合摘要的算法：每条事件写成一行 ["事件号",方案版本,"内容哈希"]（规范 JSON，换行结尾），各行按字节排序后连接，取 SHA-256。

## 为什么还没有了结

certificate-missing-here = 公司存有，本系统没有收到。
certificate-not-at-company = 本系统收到过，公司现在查不到。
certificate-differs = 内容与本系统登记的不同。
certificate-unmapped = 公司的状态码还没有对应到国家字典，暂未计入办件。
certificate-no-case = 对不上任何办件，暂存待查。
certificate-illegal = 不符合办理次序，没有登记，待与公司核对。
certificate-never-recorded = 还没有交去登记。
certificate-on-its-way = 正在发送。
certificate-not-read-back = 已经发送，回查时没有查到。
certificate-set-aside = 公司重复记录，已搁置，不计。

## 没有作出

certificate-without-key = 没有签名用的密钥。先运行 liandong certificate key。
certificate-key-unreadable = 签名密钥的格式不对，应当是 ed25519: 或 sm2: 开头的十六进制。
certificate-day-not-over = { $day } 还没有过完，不能出具当天的证明。
certificate-day-wrong = “{ $value }”不是日期，应当写成 2026-03-02。
certificate-key-exists = { $path } 已经存在，没有改动。换密钥请先把它移走。
certificate-key-in-environment = 配置里的密钥取自环境变量，不能由本命令写入。
certificate-not-one = { $path } 不是应录尽录证明。
certificate-key-wrong = “{ $value }”不是公钥，应当是 ed25519: 或 sm2: 开头的十六进制。

## 命令

command-certificate = 应录尽录证明：制作、验证、比较
command-certificate-key = 生成签名密钥（只有本账号可读），并显示公钥
command-certificate-make = 回查各方，为某一天出具证明（JSON 和 PDF）
command-certificate-verify = 验证一份证明；不需要数据库和配置
command-certificate-diff = 列出两份证明相差的事件
option-certificate-sm2 = 用国密 SM2，而不是 Ed25519
option-certificate-day = 哪一天（2026-03-02）；不写则为昨天
option-certificate-company = 只为这个公司（可重复）
option-certificate-out = 写到这个文件夹
option-certificate-as-read = 不再回查，用上一次对账的结果
option-certificate-key = 出具单位的公钥
argument-certificate = 证明文件（JSON，或附有 JSON 的 PDF）
argument-certificate-before = 先作出的证明
argument-certificate-after = 后作出的证明
certificate-key-made = 密钥已写入 { $path }（请妥善备份）。公钥：{ $key }
certificate-written = { $company }：{ $path }，{ $complete ->
    [yes] 各方一致
   *[no] 尚未了结 { $open } 项
}
certificate-valid = 有效：内容自签名之后没有改动。签名公钥：{ $key }
certificate-valid-trusted = 有效：由指定的公钥签名，内容没有改动。{ $company }，{ $day }
certificate-check-key = 没有指定公钥，只能证明内容没有改动。请用 --key 指定从出具单位取得的公钥。
certificate-invalid = 无效：内容与签名不符，文件被改动过，或者不是用该公钥签名的。
certificate-wrong-key = 无效：签名不是用指定的公钥作出的，而是 { $key }。
certificate-wrong-digests = 无效：所列事件与摘要不符。
certificate-same = 两份证明所列的事件相同。
title-certificate-difference = 相差的事件
column-district = 区县
column-before = 先
column-after = 后
