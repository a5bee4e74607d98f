# Container clients that record what they are given.

# Puts a client into a folder. It records each run and keeps the login where it was told to, then does as its script says.
function Add-Client($Folder, $Name = 'docker', $Script = 'exit 0') {
    $client = Join-Path $Folder $Name
    [IO.File]::WriteAllText($client, @"
#!/bin/sh
[ "`$*" != --version ] || { echo 'Docker version 28.0.0, build 0'; exit; }
run="`$0.`$(date +%s%N)"
mkdir "`$run"
printf '%s\n' "`$@" > "`$run/arguments"
env > "`$run/environment"
cat > "`$run/input"
[ "`$1" = version ] || '$PSScriptRoot/keep-login.sh' "`$run/input" "`$0" "`$@"
$Script
"@)
    chmod +x $client
    $client
}

# The runs of a client, oldest first.
function Get-ClientRun($Client) {
    foreach ($run in Get-ChildItem "$Client.*" -Directory | Sort-Object Name) {
        [pscustomobject]@{
            Arguments   = @(Get-Content "$run/arguments")
            Host        = Get-Content "$run/arguments" -Tail 1
            Environment = @(Get-Content "$run/environment")
            Bytes       = [IO.File]::ReadAllBytes("$run/input")
            Text        = [IO.File]::ReadAllText("$run/input")
        }
    }
}

# The one docker that there is, in a folder of this test alone, with a configuration of its own.
function Use-Client($Script = 'exit 0') {
    $folder = (New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid()))).FullName
    $env:DOCKER_CONFIG = Join-Path $folder 'config'
    $env:PATH = "$folder$([IO.Path]::PathSeparator)$($before.Variables['PATH'])"
    $script:client = Add-Client $folder 'docker' $Script
}

function Get-HostName($Account, $Region = 'us-east-1') { "$Account.dkr.ecr.$Region.amazonaws.com" }
