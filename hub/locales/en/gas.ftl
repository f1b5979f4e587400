# Failures in dealing with companies (gas, for one) by batch files: what happened, what it means, what to do.

## Shared folders and SFTP

batch-unreachable = The place where files are exchanged with { $company } cannot be reached. Nothing was sent this time; it is tried again by itself. If it stays so, call their technicians.
batch-no-place = The place where files are exchanged with { $company } lacks an agreed folder (a share may not be mounted). Nothing was sent; it is tried again by itself. Check the folders and the mount.
batch-place-failed = The place where files are exchanged with { $company } did not do what was asked of it (full or busy, perhaps). Nothing was sent; it is tried again by itself.
batch-rename-lost = The connection with { $company } was cut while a file was being renamed, so nobody can say whether the parcel has arrived. It is looked for before it is sent again.
batch-not-permitted = At the place where files are exchanged with { $company } this system may not read or write. Dealings with them are paused: have both sides' technicians check the account's permissions.
batch-login-refused = The SFTP server of { $company } refused this system's login. Dealings with them are paused: check user, password or key.
batch-host-key-differs = The SFTP server of { $company } shows another host key than the registered one. Nothing was told to it, and dealings with them are paused. Call their technicians; change the configuration only once they confirm a new key.

## Acknowledgements

batch-scheme-refused = { $company } returned scheme { $scheme } (parcel { $parcel }): { $words }. Check the fields listed, then correct and resend it at the desk, or ask the joint review for a new version.
batch-withdrawal-refused = { $company } did not accept the withdrawal of scheme { $scheme } (parcel { $parcel }): { $words }. Settle by telephone whether the scheme goes on.
batch-document-refused = { $company } returned a document of scheme { $scheme } (parcel { $parcel }): { $words }. Check the document and agree with them on how it reaches them.
batch-reason = Their words: { $words }.
batch-acknowledgement-unreadable = The acknowledgement “{ $file }” of { $company } is not as agreed and was set aside; other files go on. Ask them to check it and send it under another name.

## Status files

batch-row-unreadable = Row { $row } of the status file “{ $file }” of { $company } cannot be read and was set aside; the other rows count. Ask them to correct that row and send it in a new file.
batch-headings-unknown = The status file “{ $file }” of { $company } has headings nobody knows: { $headings }. Those columns were not read, the rest was. If they hold something that is needed, agree on the headings.
batch-file-set-aside = The status file “{ $file }” of { $company } cannot be read at all{ $row ->
    [0] {""}
   *[other] {" "}(row { $row })
} and was set aside. Ask them to correct it and send it under another name.
batch-file-too-large = The file “{ $file }” of { $company } is too large; it was set aside unread: at most { $limit_mib } MiB. Ask them to send several.
batch-file-unknown = { $company } sent the file “{ $file }”, which is neither an acknowledgement (.ack.json) nor a status file (.csv, .xlsx). It was set aside unread.
batch-file-differs = The file “{ $file }” of { $company } does not fit the digest in its marker (.ok): it may have been damaged on the way. It was set aside unread. Ask them to send it under another name.
batch-file-empty = There is nothing in it.
batch-no-headings = The first { $rows } rows hold no headings that are known.
batch-heading-missing = This column is missing. Its heading may be any of these.
batch-word-unknown = “{ $value }” is not one of the words agreed on.
batch-cursor = How far the files of { $company } have been read cannot be recognised, so no more are read. Have a technician check the cursor in the database.

## Configuration

invalid-batch-one-place = Files are exchanged either in a shared folder (folder) or on an SFTP server (host): give exactly one.
invalid-batch-folder-absolute = A shared folder needs an absolute path.
invalid-batch-login = SFTP needs a user, and a password or a private key (private_key).
invalid-batch-host-key = SFTP needs the server's public key (host_keys), such as ssh-ed25519 AAAA…. Ask them for it; do not trust what a first connection shows.
invalid-batch-private-key = The private key cannot be read; if it has a passphrase, give that too.
