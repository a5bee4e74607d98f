# What a user of PowerShell waits for.

# Runs a script in a fresh PowerShell and gives the numbers that it prints. PowerShell compiles ahead what the last one at
# the same cache folder had to compile: each subject has its own, as if nothing else ever ran on the machine.
function Measure-Shell {
    param([string] $Script, [string] $Cache)

    $null = New-Item -ItemType Directory -Force -Path $Cache
    $env:XDG_CACHE_HOME = $Cache
    $text = & (Get-Process -Id $PID).Path -NoLogo -NoProfile -NonInteractive -Command $Script
    if ($LASTEXITCODE -ne 0) { throw "A PowerShell ended with exit code $LASTEXITCODE." }
    [double[]]$text
}

# Runs scripts in turn, each by its name, once unmeasured and then as often as told.
function Measure-ShellTurn {
    param([int] $Runs, [Collections.IDictionary] $Scripts)

    $caches = Join-Path ([IO.Path]::GetTempPath()) "ecrlogin-bench-$PID"
    $blocks = [ordered]@{}
    foreach ($name in $Scripts.Keys) { $blocks[$name] = [scriptblock]::Create("Measure-Shell `$Scripts['$name'] `$caches/$name") }
    try {
        $null = Measure-Turn 1 $blocks
        Measure-Turn $Runs $blocks
    } finally {
        Remove-Item Env:XDG_CACHE_HOME
        Remove-Item -LiteralPath $caches -Recurse -Force
    }
}

function Measure-Import {
    param([string] $Module, [int] $Runs)

    $folder = Join-Path ([IO.Path]::GetTempPath()) "Empty-$PID"
    $null = New-Item -ItemType Directory -Path $folder
    [IO.File]::WriteAllText("$folder/Empty.psm1", "function Get-Nothing {}`n")
    New-ModuleManifest -Path "$folder/Empty.psd1" -RootModule Empty.psm1 -FunctionsToExport Get-Nothing -CmdletsToExport @() -AliasesToExport @()
    $script = "`$w = [Diagnostics.Stopwatch]::StartNew(); Import-Module '{0}'; `$w.Elapsed.TotalMilliseconds.ToString([cultureinfo]::InvariantCulture)"
    try {
        $times = Measure-ShellTurn $Runs ([ordered]@{
            import   = $script -f $Module
            script   = $script -f "$folder/Empty.psm1"
            manifest = $script -f "$folder/Empty.psd1"
        })
    } finally {
        Remove-Item -LiteralPath $folder -Recurse
    }
    New-Comparison 'Import-Module, against a script module of one empty function' $times['import'] $times['script'] 'at most x1.6'
    New-Comparison 'The same, where that module has a manifest too' $times['import'] $times['manifest']
}

# The first call, less what a later one takes; against a function that has the same parameters and does nothing with them.
function Measure-FirstCall {
    param([string] $Module, [string] $Endpoint, [int] $Runs)

    $peer = Join-Path ([IO.Path]::GetTempPath()) "Peer-$PID.psm1"
    Import-Module -Name $Module
    $parameters = [Management.Automation.ProxyCommand]::GetParamBlock((Get-Command -Name Get-ECRLoginCommand))
    [IO.File]::WriteAllText($peer, "function Get-Peer { [CmdletBinding()] param($parameters) begin {} process {} end {} }`n")
    $script = @"
Import-Module '{0}'
`$env:AWS_ACCESS_KEY_ID = '$accessKey'; `$env:AWS_SECRET_ACCESS_KEY = '$secretKey'
`$w = [Diagnostics.Stopwatch]::StartNew()
`$times = foreach (`$i in 1..40) {{ `$w.Restart(); `$null = {1} -Region us-east-1 -EndpointUrl '$Endpoint'; `$w.Elapsed.TotalMilliseconds }}
`$warm = (`$times[20..39] | Sort-Object)[10]
(`$times[0] - `$warm).ToString([cultureinfo]::InvariantCulture)
"@
    try {
        $times = Measure-ShellTurn $Runs ([ordered]@{ first = $script -f $Module, 'Get-ECRLoginCommand'; empty = $script -f $peer, 'Get-Peer' })
    } finally {
        Remove-Item -LiteralPath $peer
    }
    New-Comparison 'First call in a fresh PowerShell, beyond a warm one, against an empty function with the same parameters' $times['first'] $times['empty'] 'at most 60 ms'
}

# Warm calls, with and without the cache, against the bare exchange in this same PowerShell.
function Measure-WarmCall {
    param([string] $Endpoint, [int] $Runs)

    $login = @{ AccessKey = $accessKey; SecretKey = $secretKey; Region = 'us-east-1'; EndpointUrl = $Endpoint }
    $exchange = Get-SignedExchange @login
    $blocks = [ordered]@{
        plain  = { $null = Get-ECRLoginCommand @login }
        bare   = { $null = & $exchange }
        cached = { $null = Get-ECRLoginCommand @login -UseCache }
    }
    # .NET compiles hot methods anew, in the background: it takes some thousand calls until all are.
    $null = Measure-Turn 3000 $blocks
    $times = Measure-Turn $Runs $blocks
    New-Comparison 'Warm Get-ECRLoginCommand, against a bare HttpClient' $times['plain'] $times['bare'] 'at most x2.5'
    New-Comparison 'The same with -UseCache' $times['cached'] $times['bare'] 'at most x1.2'
    if (Get-Module -ListAvailable -Name AWS.Tools.ECR) {
        Import-Module -Name AWS.Tools.ECR -Prefix Peer
        $peer = Measure-Turn 15 @{ peer = { $null = Get-PeerECRLoginCommand @login } }
        New-Comparison 'Warm Get-ECRLoginCommand, against that of AWS.Tools.ECR' $times['plain'] $peer['peer'] 'below x1'
    }
}

# A thousand ids down the pipeline to a service that answers after 50 ms.
function Measure-Pipeline {
    param([string] $Endpoint, [int] $Runs)

    $login = @{ AccessKey = $accessKey; SecretKey = $secretKey; Region = 'us-east-1'; EndpointUrl = $Endpoint }
    $ids = foreach ($n in 1..1000) { '{0:d12}' -f $n }
    Edit-Endpoint $Endpoint '{ "delay_ms": 50 }'
    try {
        $times = Measure-Turn $Runs @{ ours = { $null = $ids | Get-ECRLoginCommand @login } }
        $calls = @((Invoke-RestMethod -Uri "$Endpoint/_control/calls")).Count / $Runs
    } finally {
        Edit-Endpoint $Endpoint '{}'
    }
    [pscustomobject]@{
        What = "1,000 ids piped, answers after 50 ms ($calls calls)"; Ours = "$(Format-Spread $times['ours']) ms"
        Peer = ''; Ratio = ''; Goal = '100 calls, at most 700 ms'; Runs = $Runs
    }
}

function Edit-Endpoint {
    param([string] $Endpoint, [string] $Settings)

    $null = Invoke-RestMethod -Method Delete -Uri "$Endpoint/_control"
    $null = Invoke-RestMethod -Method Put -Uri "$Endpoint/_control/settings" -Body $Settings
}
