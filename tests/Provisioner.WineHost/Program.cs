using Provisioner.WineHost;

// winehost FOLDER: tries what of Windows Wine has, by the program's own rooms and on this very machine, with root.pem in FOLDER.
// One line a row: PASS, or FAIL with what was seen. Not for a machine that anybody uses: it sets values of its registry, and Wine lets nothing
// go from its stores.
var made = new MadeCertificates(args[0]);
var rows = new Rows();
RegistryRows.Try(rows, made);
StoreRows.Try(rows, made);
FileRows.Try(rows);
return rows.Failed;
