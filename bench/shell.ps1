# What a user of PowerShell waits for. Each is measured beside a module of one empty compiled command.

# Runs a script in a fresh PowerShell and gives the number that it prints last. PowerShell compiles ahead what the last one at
# the same cache folder had to compile: each subject has its own, as if nothing else ever ran on the machine.
function Measure-Shell {
    param([string] $Script, [string] $Cache)

    $null = New-Item -ItemType Directory -Force -Path $Cache
    $env:XDG_CACHE_HOME = $Cache
    $text = & (Get-Process -Id $PID).Path -NoLogo -NoProfile -NonInteractive -Command $Script
    if ($LASTEXITCODE -ne 0) { throw "A PowerShell ended with exit code $LASTEXITCODE." }
    [double]@($text)[-1]
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

# Makes two modules in a folder: Empty of one compiled command, whose object has no view, and Manifest of nothing else.
# Gives the paths of their manifests.
function New-EmptyModule {
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'Files of the bench.')]
    param([string] $Folder)

    $null = New-Item -ItemType Directory -Force -Path $Folder
    Add-Type -OutputAssembly "$Folder/Empty.dll" -TypeDefinition @'
using System.Management.Automation;
public class Thing
{
    public string Username { get; set; }
    public string Password { get; set; }
    public string ProxyEndpoint { get; set; }
    public string Endpoint { get; set; }
    public string ExpiresAt { get; set; }
    public string Command { get; set; }
}
[Cmdlet(VerbsCommon.Get, "Nothing")]
public class GetNothing : PSCmdlet
{
    protected override void EndProcessing() { WriteObject(new Thing()); }
}
'@
    $list = @{ FunctionsToExport = @(); AliasesToExport = @(); VariablesToExport = @() }
    New-ModuleManifest -Path "$Folder/Empty.psd1" -RootModule Empty.dll -CmdletsToExport Get-Nothing @list
    New-ModuleManifest -Path "$Folder/Manifest.psd1" -CmdletsToExport @() @list
    @{ Command = "$Folder/Empty.psd1"; Manifest = "$Folder/Manifest.psd1" }
}

function Measure-Import {
    param([string] $Module, [hashtable] $Empty, [int] $Runs)

    $script = "`$w = [Diagnostics.Stopwatch]::StartNew(); Import-Module '{0}'; $(Get-ElapsedText)"
    $times = Measure-ShellTurn $Runs ([ordered]@{
            import   = $script -f $Module
            empty    = $script -f $Empty.Command
            manifest = $script -f $Empty.Manifest
        })
    New-Comparison 'Import-Module, against a module of one empty compiled command' $times['import'] $times['empty'] -Goal (New-Goal 15 More) -Headline
    New-Comparison 'The same, against a manifest alone' $times['import'] $times['manifest']
}

# The first call, less what a later one takes.
function Measure-FirstCall {
    param([string] $Module, [hashtable] $Empty, [string] $Endpoint, [int] $Runs)

    $script = @'
Import-Module '{0}'
$env:AWS_ACCESS_KEY_ID = '{2}'; $env:AWS_SECRET_ACCESS_KEY = '{3}'; $env:AWS_REGION = 'us-east-1'; $env:AWS_ENDPOINT_URL = '{4}'
$w = [Diagnostics.Stopwatch]::StartNew()
$times = foreach ($i in 1..40) {{ $w.Restart(); $null = {1}; $w.Elapsed.TotalMilliseconds }}
($times[0] - ($times[20..39] | Sort-Object)[10]).ToString([cultureinfo]::InvariantCulture)
'@
    $times = Measure-ShellTurn $Runs ([ordered]@{
            first = $script -f $Module, 'Get-ECRLoginCommand', $accessKey, $secretKey, $Endpoint
            empty = $script -f $Empty.Command, 'Get-Nothing', $accessKey, $secretKey, $Endpoint
        })
    New-Comparison 'First call in a fresh PowerShell, beyond a warm one, against the empty command' $times['first'] $times['empty'] -Goal (New-Goal 25 Ours) -Headline
}

# From an object to its lines, for the first time in a PowerShell. Out-String would bring a module of its own.
function Measure-FirstDisplay {
    param([string] $Module, [hashtable] $Empty, [string] $Endpoint, [int] $Runs)

    $script = @'
Import-Module '{0}'
$env:AWS_ACCESS_KEY_ID = '{2}'; $env:AWS_SECRET_ACCESS_KEY = '{3}'; $env:AWS_REGION = 'us-east-1'; $env:AWS_ENDPOINT_URL = '{4}'
$object = {1}
$w = [Diagnostics.Stopwatch]::StartNew()
$object | Out-Default
'@ + "`n$(Get-ElapsedText)"
    $times = Measure-ShellTurn $Runs ([ordered]@{
            ours  = $script -f $Module, 'Get-ECRLoginCommand', $accessKey, $secretKey, $Endpoint
            plain = $script -f $Empty.Command, 'Get-Nothing', $accessKey, $secretKey, $Endpoint
        })
    New-Comparison 'First display of an object, against one without a view' $times['ours'] $times['plain'] -Goal (New-Goal 30 Ours)
}

# What prints the milliseconds of a stopwatch $w.
function Get-ElapsedText {
    '$w.Elapsed.TotalMilliseconds.ToString([cultureinfo]::InvariantCulture)'
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
    # .NET compiles hot methods anew, in the background.
    $null = Measure-Turn $Runs $blocks
    $times = Measure-Turn $Runs $blocks
    New-Comparison 'Warm Get-ECRLoginCommand, against a bare HttpClient' $times['plain'] $times['bare'] -Goal (New-Goal 1.6 Ratio) -Headline
    New-Comparison 'The same, held against the stretch' $times['plain'] $times['bare'] -Goal (New-Goal 1.3 Ratio)
    New-Comparison 'Warm with -UseCache, against a bare HttpClient' $times['cached'] $times['bare'] -Goal (New-Goal 0.5 Ratio) -Headline
    if (Get-Module -ListAvailable -Name AWS.Tools.ECR) {
        Import-Module -Name AWS.Tools.ECR -Prefix Peer
        $peer = Measure-Turn 15 @{ peer = { $null = Get-PeerECRLoginCommand @login } }
        New-Comparison 'Warm Get-ECRLoginCommand, against that of AWS.Tools.ECR' $times['plain'] $peer['peer'] -Goal (New-Goal 1 Ratio) -Headline
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
    New-Figure "1,000 ids piped, answers after 50 ms ($calls calls)" $times['ours'] -Goal (New-Goal 300 Ours)
}

function Edit-Endpoint {
    param([string] $Endpoint, [string] $Settings)

    $null = Invoke-RestMethod -Method Delete -Uri "$Endpoint/_control"
    $null = Invoke-RestMethod -Method Put -Uri "$Endpoint/_control/settings" -Body $Settings
}

# A whole PowerShell that prints a password, with the module on its path, against the AWS CLI that does.
function Measure-WholeShell {
    param([hashtable] $Tools, [string[]] $Peer, [int] $Runs)

    $shell = (Get-Process -Id $PID).Path, '-NoLogo', '-NoProfile', '-Command', 'Import-Module EcrLogin; Get-ECRLoginPassword'
    $measured = Measure-ProcessTurn -Tools $Tools -Runs $Runs -Subjects ([ordered]@{ ours = @{ Command = $shell }; peer = @{ Command = $Peer } })
    New-Comparison 'A whole pwsh that prints a password, against aws ecr get-login-password' $measured['ours'].Wall $measured['peer'].Wall -Goal (New-Goal 0.9 Ratio) -Headline
}
