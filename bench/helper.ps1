# The credential helper as clients start it, against Amazon's. Tools are those of process.ps1, and the paths Helper,
# AmazonHelper and Crane, where they are there.

$helperHost = '111122223333.dkr.ecr.us-east-1.amazonaws.com'

# A subject that asks a helper for a login. With Cold what the helpers keep is thrown away before each run.
function New-HelperSubject {
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'An object.')]
    param([string[]] $Command, [string] $Scratch, [hashtable] $Variables = @{}, [switch] $Cold)

    $folder = Join-Path $Scratch "kept-$([guid]::NewGuid())"
    $subject = @{
        Command   = $Command
        Request   = Join-Path $Scratch 'host.txt'
        Variables = @{ XDG_CACHE_HOME = $folder; AWS_ECR_CACHE_DIR = $folder } + $Variables
    }
    if ($Cold) { $subject['Before'] = { if (Test-Path -LiteralPath $folder) { Remove-Item -LiteralPath $folder -Recurse -Force } }.GetNewClosure() }
    $subject
}

function Measure-Helper {
    param([hashtable] $Tools, [string] $Scratch, [string] $Request, [string] $Endpoint, [hashtable] $TlsVariables, [int] $Runs)

    [IO.File]::WriteAllText((Join-Path $Scratch 'host.txt'), "$helperHost`n")
    $ours, $theirs = ($Tools.Helper, 'get'), ($Tools['AmazonHelper'], 'get')
    $subjects = [ordered]@{
        engine = @{ Command = $Tools.Cold, $Tools.Library; Request = $Request }
        cold   = New-HelperSubject $ours $Scratch -Cold
        kept   = New-HelperSubject $ours $Scratch
        tls    = New-HelperSubject $ours $Scratch $TlsVariables -Cold
    }
    if ($Tools['AmazonHelper']) {
        $subjects['their cold'] = New-HelperSubject $theirs $Scratch -Cold
        $subjects['their kept'] = New-HelperSubject $theirs $Scratch
        $subjects['their tls'] = New-HelperSubject $theirs $Scratch $TlsVariables -Cold
    }
    $measured = Measure-ProcessTurn -Tools $Tools -Runs $Runs -Subjects $subjects
    New-Comparison 'The credential helper, cold, against the engine through the C ABI' $measured['cold'].Wall $measured['engine'].Wall -Goal (New-Goal 1.3 Ratio)
    New-Figure 'The credential helper gives a kept login' $measured['kept'].Wall -Goal (New-Goal 3 Ours)
    New-Figure 'Calls for 40 helpers at once, cold, answers after 500 ms' (Measure-Burst $Tools.Helper $Scratch $Endpoint) -Goal (New-Goal 1 Ours) -Unit 'calls'
    if (-not $Tools['AmazonHelper']) { return }

    $name = "Amazon's helper $($Tools.AmazonVersion)"
    New-Comparison "The credential helper gives a kept login, against $name" $measured['kept'].Wall $measured['their kept'].Wall -Goal (New-Goal 0.3 Ratio) -Headline
    New-Comparison 'The same, CPU time' $measured['kept'].Cpu $measured['their kept'].Cpu
    New-Comparison "The credential helper, cold, against $name" $measured['cold'].Wall $measured['their cold'].Wall -Headline
    New-Comparison 'The same, CPU time' $measured['cold'].Cpu $measured['their cold'].Cpu
    New-Comparison "The credential helper over https, cold, against $name" $measured['tls'].Wall $measured['their tls'].Wall -Headline
    New-Comparison "The credential helper's peak memory, cold, against $name" $measured['cold'].Peak $measured['their cold'].Peak -Goal (New-Goal 10 Ours) -Unit MiB
    New-Comparison "Calls for 40 helpers at once, cold, answers after 500 ms, against $name" (Measure-Burst $Tools.Helper $Scratch $Endpoint) (Measure-Burst $Tools.AmazonHelper $Scratch $Endpoint) -Goal (New-Goal 1 Ours) -Unit 'calls' -Headline
    if ($Tools['Crane']) { Measure-Crane -Tools $Tools -Scratch $Scratch -Runs $Runs }
}

# A client with either helper: crane, which has no keychain for ECR of its own.
function Measure-Crane {
    param([hashtable] $Tools, [string] $Scratch, [int] $Runs)

    $subjects = [ordered]@{}
    foreach ($helper in 'ecrlogin', 'ecr-login') {
        $folder = New-Item -ItemType Directory -Force -Path (Join-Path $Scratch "docker-$helper")
        [IO.File]::WriteAllText((Join-Path $folder.FullName 'config.json'), "{`"credHelpers`":{`"$helperHost`":`"$helper`"}}")
        $variables = @{ DOCKER_CONFIG = $folder.FullName; PATH = (Split-Path $Tools.Helper), (Split-Path $Tools.AmazonHelper), $env:PATH -join ':' }
        $subjects[$helper] = New-HelperSubject ($Tools.Crane, 'auth', 'get', $helperHost) $Scratch $variables
    }
    $measured = Measure-ProcessTurn -Tools $Tools -Runs $Runs -Subjects $subjects
    New-Comparison "crane $($Tools.CraneVersion) finds a kept login by our helper, against Amazon's" $measured['ecrlogin'].Wall $measured['ecr-login'].Wall -Headline
}

# The calls to the service that 40 helpers make which start at once with nothing kept. An answer takes half a second, for
# on a few processors it takes a while until all of them have started.
function Measure-Burst {
    param([string] $Program, [string] $Scratch, [string] $Endpoint)

    Edit-Endpoint $Endpoint '{ "delay_ms": 500 }'
    $subject = New-HelperSubject ($Program, 'get') $Scratch
    $folder = (New-Item -ItemType Directory -Path (Join-Path $Scratch "burst-$([guid]::NewGuid())")).FullName
    Invoke-WithVariable $subject.Variables {
        & sh -c 'n=0; while [ $n -lt 40 ]; do "$0" get <"$1" >"$2/$n" & n=$((n + 1)); done; wait' $Program $subject.Request $folder
    }
    $answered = @(Get-ChildItem -LiteralPath $folder | Where-Object { (Get-Content -LiteralPath $_.FullName -Raw) -match '"Username":"AWS"' })
    if ($answered.Count -ne 40) { throw "$Program gave $($answered.Count) logins of 40." }
    @((Invoke-RestMethod -Uri "$Endpoint/_control/calls")).Count
    Edit-Endpoint $Endpoint '{}'
}
