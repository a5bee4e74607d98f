# Two measurements, side by side in one PowerShell: importing the module against a module of one empty function,
# and a warm Get-ECRLoginCommand against a bare HttpClient exchange with the same server.
[CmdletBinding()]
param(
    # The manifest of the built module.
    [string] $Module,
    [string] $Endpoint
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
. (Join-Path $PSScriptRoot 'request.ps1')

# Runs two blocks in turn, so that both meet the same disturbances, and gives a row of medians. Each block gives the
# milliseconds that it took.
function Measure-Pair {
    param([string] $What, [int] $Runs, [scriptblock] $Ours, [scriptblock] $Peer)

    $times = @{ $Ours = New-Object Collections.Generic.List[double]; $Peer = New-Object Collections.Generic.List[double] }
    for ($i = 0; $i -lt $Runs; $i++) {
        foreach ($block in $Ours, $Peer) { $times[$block].Add((& $block)) }
    }
    $times.Values.ForEach{ $_.Sort() }
    [pscustomobject]@{
        what      = $What
        runs      = $Runs
        'ours ms' = Get-Spread $times[$Ours]
        'peer ms' = Get-Spread $times[$Peer]
        ratio     = 'x{0:n2}' -f ((Get-Quantile $times[$Ours] 0.5) / (Get-Quantile $times[$Peer] 0.5))
    }
}

function Get-Quantile {
    param([double[]] $Sorted, [double] $Part)

    $Sorted[[Math]::Floor(($Sorted.Count - 1) * $Part)]
}

function Get-Spread {
    param([double[]] $Sorted)

    '{0:n2} ({1:n2} to {2:n2})' -f (Get-Quantile $Sorted 0.5), (Get-Quantile $Sorted 0.1), (Get-Quantile $Sorted 0.9)
}

# Imports in a fresh PowerShell, and gives what the import itself took there.
function Measure-Import {
    param([string] $Path)

    $script = "`$w = [Diagnostics.Stopwatch]::StartNew(); Import-Module '$Path'; `$w.Elapsed.TotalMilliseconds.ToString([cultureinfo]::InvariantCulture)"
    [double] (& (Get-Process -Id $PID).Path -NoLogo -NoProfile -NonInteractive -Command $script)
}

$empty = Join-Path ([IO.Path]::GetTempPath()) "Empty-$PID.psm1"
[IO.File]::WriteAllText($empty, "function Get-Nothing {}`n")
$import = @{
    What = 'Import-Module, against a module of one empty function'
    Runs = 15
    Ours = { Measure-Import $Module }
    Peer = { Measure-Import $empty }
}
try { $rows = @(Measure-Pair @import) } finally { Remove-Item -LiteralPath $empty }

Import-Module -Name $Module
$login = @{
    AccessKey   = 'AKIAIOSFODNN7EXAMPLE'
    SecretKey   = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
    Region      = 'us-east-1'
    EndpointUrl = $Endpoint
}
$exchange = Get-SignedExchange @login
foreach ($i in 1..20) {
    $null = Get-ECRLoginCommand @login
    $null = & $exchange
}
$watch = New-Object Diagnostics.Stopwatch
$call = @{
    What = 'warm Get-ECRLoginCommand, against a bare HttpClient'
    Runs = 300
    Ours = { $watch.Restart(); $null = Get-ECRLoginCommand @login; $watch.Elapsed.TotalMilliseconds }
    Peer = { $watch.Restart(); $null = & $exchange; $watch.Elapsed.TotalMilliseconds }
}
$rows += Measure-Pair @call

"PowerShell $($PSVersionTable.PSVersion), $([Environment]::ProcessorCount) processors; median (10th to 90th percentile)"
$rows | Format-Table -AutoSize | Out-String -Width 200
