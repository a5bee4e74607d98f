# Logins on many machines against Invoke-Command { 1 } on the same sessions: time, memory of the one that drives, calls. Each
# machine is an SSH server of its own on the loopback, with a home and a client that takes its password and ends well.
[CmdletBinding()]
param(
    # The manifest of the built module.
    [Parameter(Mandatory)]
    [string] $Module,

    # A local_ecr, whose calls are counted.
    [Parameter(Mandatory)]
    [string] $Endpoint,

    [int] $Sessions = 16,

    [int] $Runs = 15
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
. (Join-Path $PSScriptRoot 'statistics.ps1')
foreach ($part in 'Waiting', 'Sshd') { . (Join-Path (Split-Path $PSScriptRoot) "Pester/Support/$part.ps1") }

# The peak memory in MiB of a PowerShell that opens all sessions and runs a script on them, over and over.
function Measure-Driver($Machines, $Script, $Folder) {
    $file = Join-Path $Folder 'driver.ps1'
    $Machines | Select-Object Name, Port, Key | Export-Clixml -LiteralPath "$Folder/machines.xml"
    Set-Content -LiteralPath $file @"
. '$PSScriptRoot/../Pester/Support/Sshd.ps1'
`$ErrorActionPreference = 'Stop'
`$opened = @(foreach (`$machine in Import-Clixml '$Folder/machines.xml') { Open-Session `$machine })
Import-Module '$Module'
foreach (`$run in 1..5) { `$null = $Script }
(Select-String -Path /proc/self/status -Pattern 'VmHWM:\s+(\d+)').Matches[0].Groups[1].Value
`$opened | Remove-PSSession
"@
    $text = & (Get-Process -Id $PID).Path -NoLogo -NoProfile -NonInteractive -File $file
    if ($LASTEXITCODE -ne 0) { throw "A PowerShell ended with exit code $LASTEXITCODE." }
    [double] @($text)[-1] / 1024
}

$login = 'Connect-ECRRegistry -Session $opened -PassThru -ErrorAction Stop'
$nothing = 'Invoke-Command -Session $opened { 1 }'
$variables = @{
    AWS_ACCESS_KEY_ID         = 'AKIAIOSFODNN7EXAMPLE'
    AWS_SECRET_ACCESS_KEY     = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
    AWS_REGION                = 'us-east-1'
    AWS_ENDPOINT_URL          = $Endpoint
    AWS_EC2_METADATA_DISABLED = 'true'
}
$before = @{}
foreach ($name in $variables.Keys) {
    $before[$name] = [Environment]::GetEnvironmentVariable($name)
    [Environment]::SetEnvironmentVariable($name, $variables[$name])
}

$folder = (New-Item -ItemType Directory -Path (Join-Path ([IO.Path]::GetTempPath()) "ecrlogin-sessions-$PID")).FullName
$machines = $opened = @()
try {
    $machines = @(foreach ($number in 1..$Sessions) { Open-Machine $folder "127.0.1.$number" })
    foreach ($machine in $machines) {
        [IO.File]::WriteAllText("$($machine.Bin)/docker", "#!/bin/sh`nexec /bin/cat >/dev/null`n")
        & chmod 755 "$($machine.Bin)/docker"
    }
    $ours = Measure-Driver $machines $login $folder
    $theirs = Measure-Driver $machines $nothing $folder

    $opened = @(foreach ($machine in $machines) { Open-Session $machine })
    Import-Module -Name $Module
    $blocks = [ordered]@{ ours = [scriptblock]::Create("`$null = $login"); theirs = [scriptblock]::Create("`$null = $nothing") }
    $null = Measure-Turn 3 $blocks
    $null = Invoke-RestMethod -Method Delete -Uri "$Endpoint/_control"
    $times = Measure-Turn $Runs $blocks
    $calls = @(foreach ($call in Invoke-RestMethod -Uri "$Endpoint/_control/calls") { $call }).Count

    New-Comparison "A login on $Sessions sessions, against Invoke-Command { 1 }" $times['ours'] $times['theirs'] -Goal (New-Goal 2 Ratio) -Headline
    New-Figure 'Its calls to the service' ($calls / $Runs) -Goal (New-Goal 1 Ours) -Unit 'a login on all'
    New-Figure 'Memory of the one that drives, above that of Invoke-Command' (($ours - $theirs) / $Sessions) -Goal (New-Goal 2 Ours) -Unit 'MiB a session'
} finally {
    $opened | Remove-PSSession
    Close-Machine $machines
    Remove-Item -LiteralPath $folder -Recurse -Force
    foreach ($name in $before.Keys) {
        # As a string, $null would leave it there, empty.
        [Environment]::SetEnvironmentVariable($name, $(if ($null -eq $before[$name]) { [NullString]::Value } else { $before[$name] }))
    }
}
