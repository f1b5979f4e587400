"""A company that exchanges batch files, over a shared folder or an SFTP server; docs/wires/gas-batch.md."""
