# publish.ps1 [-Out out] [-Tests] [-ProgramsOnly] [-Engineer ID] [words for "stick prepare"]
#
# From a checkout to a filled stick folder: builds the one-file programs for Linux and Windows into OUT, prepares OUT/stick with
# both, and prints their digests. Without -Engineer the stick is for training. media/publish.sh does the same without PowerShell.
param(
    [string]$Out = "out",
    [switch]$Tests,
    [switch]$ProgramsOnly,
    [string]$Engineer,
    [Parameter(ValueFromRemainingArguments)][string[]]$Words = @()
)
$ErrorActionPreference = "Stop"
Set-Location $PSScriptRoot
function Stop-OnFailure { if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE } }

if ($Tests) {
    dotnet test Provisioner.sln -c Release --nologo
    Stop-OnFailure
}

foreach ($rid in "linux-x64", "win-x64") {
    dotnet publish src/Provisioner -c Release -r $rid -o "$Out/$rid" --nologo -v q
    Stop-OnFailure
}

$windows = [Environment]::OSVersion.Platform -eq "Win32NT"
$program = if ($windows) { Join-Path (Resolve-Path "$Out/win-x64") "provisioner.exe" } else { Join-Path (Resolve-Path "$Out/linux-x64") "provisioner" }
if (-not $ProgramsOnly) {
    if (Test-Path "$Out/stick") {
        "$Out/stick is there already and stays as it is: use stick update, or remove it."
    }
    elseif ($Engineer) {
        & $program stick prepare "$Out/stick" --engineer $Engineer @Words
        Stop-OnFailure
    }
    else {
        # Known to all, and good for nothing real: the passphrase of every rehearsal.
        $passphrase = New-TemporaryFile
        try {
            Set-Content $passphrase "rehearsal only"
            & $program stick prepare "$Out/stick" --engineer TRAINING --name TRAINING --rehearsal --passphrase-file $passphrase
            Stop-OnFailure
        }
        finally { Remove-Item $passphrase }
    }
}

foreach ($file in "linux-x64/provisioner", "win-x64/provisioner.exe") {
    "$((Get-FileHash "$Out/$file" -Algorithm SHA256).Hash.ToLower())  $file"
}
