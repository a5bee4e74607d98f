# Programs that nobody here wrote, started by the tests that need them.

# Starts a program and waits for the line in which it says where it listens. Gives its process and that address.
function Open-Server($Path, $Arguments, $Pattern, $Folder) {
    $log = Join-Path $Folder ([IO.Path]::GetFileNameWithoutExtension($Path))
    $start = @{
        FilePath = $Path; ArgumentList = $Arguments; PassThru = $true
        RedirectStandardOutput = "$log.out"; RedirectStandardError = "$log.err"
    }
    $process = Start-Process @start
    $server = [pscustomobject]@{ Process = $process; Address = $null }
    try {
        Wait-Until -Seconds 60 {
            if ($process.HasExited) { throw "$Path ended: $(Get-Content "$log.out", "$log.err" -Raw)" }
            $line = Select-String -LiteralPath "$log.out", "$log.err" -Pattern $Pattern | Select-Object -First 1
            if ($line) { $server.Address = $line.Matches[0].Groups[1].Value }
            $server.Address
        }
    } catch {
        Close-Server $server
        throw
    }
    $server
}

function Close-Server($Server) {
    if ($null -eq $Server -or $null -eq $Server.Process) { return }
    if (-not $Server.Process.HasExited) { $Server.Process.Kill() }
    $Server.Process.WaitForExit()
}

# ECRLOGIN_MOTO is the program, or the address of one that runs.
function Open-Moto($Folder) {
    if ($env:ECRLOGIN_MOTO -match '^http:') { return [pscustomobject]@{ Process = $null; Address = $env:ECRLOGIN_MOTO } }
    $moto = @{
        Path = $env:ECRLOGIN_MOTO; Arguments = '-H 127.0.0.1 -p 0'
        Pattern = 'Running on (http://127\.0\.0\.1:\d+)'; Folder = $Folder
    }
    Open-Server @moto
}

# A cluster without a single object, for kubectl; nothing can be written there.
function Open-Cluster($Folder) {
    Open-Server -Path (Join-Path $env:ECRLOGIN_GO apiserver) -Pattern '^listening on (http://\S+)$' -Folder $Folder
}

# A docker-registry that lets in the one user of a NetworkCredential. It listens on one address, or on all for 0.0.0.0.
function Open-Registry($Login, $Folder, $Address = '127.0.0.1') {
    $OutputEncoding = [Text.UTF8Encoding]::new($false)
    $hash = $Login.Password | htpasswd -niB $Login.UserName
    [IO.File]::WriteAllText("$Folder/htpasswd", "$($hash[0])`n")
    [IO.File]::WriteAllText("$Folder/registry.yml", @"
version: 0.1
storage:
  filesystem:
    rootdirectory: $Folder/registry
http:
  addr: ${Address}:0
auth:
  htpasswd:
    realm: test
    path: $Folder/htpasswd
"@)
    $registry = @{
        Path = (Get-Command docker-registry).Source; Arguments = "serve `"$Folder/registry.yml`""
        Pattern = 'listening on ([\d.:\[\]]+:\d+)'; Folder = $Folder
    }
    Open-Server @registry
}
