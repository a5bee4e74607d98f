# Until docker is logged in, to real registries that ask for a password: docker itself asks each of them. The fleet is a file
# that build/fleet.ps1 makes.

# The subjects that log docker in, ours and the AWS CLI's, each into an empty config. Hosts are entries of the fleet.
function New-LoginSubject {
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'An object.')]
    param([object[]] $Hosts, [string] $Cli, [hashtable] $Variables, [string] $Scratch)

    $names = @($Hosts | ForEach-Object { "'$($_.name)'" }) -join ','
    $shell = (Get-Process -Id $PID).Path
    $steps = foreach ($group in $Hosts | Group-Object profile, region) {
        $first = $group.Group[0]
        "password=`$('$Cli' ecr get-login-password --profile $($first.profile) --region $($first.region))"
        foreach ($one in $group.Group) { "printf %s `"`$password`" | docker login --username AWS --password-stdin $($one.registry) 2>/dev/null" }
    }
    [ordered]@{
        ours  = @{ Command = $shell, '-NoLogo', '-NoProfile', '-NonInteractive', '-Command', "Connect-ECRRegistry $names" }
        peers = @{ Command = 'sh', '-c', "set -e`n$($steps -join "`n")" }
    } | ForEach-Object {
        foreach ($name in $_.Keys) {
            $folder = Join-Path $Scratch "logins-$name"
            $_[$name]['Variables'] = $Variables + @{ DOCKER_CONFIG = $folder }
            $_[$name]['Before'] = {
                if (Test-Path -LiteralPath $folder) { Remove-Item -LiteralPath $folder -Recurse -Force }
                $null = New-Item -ItemType Directory -Path $folder
            }.GetNewClosure()
        }
        $_
    }
}

function Measure-Fleet {
    param([hashtable] $Tools, [string] $File, [string] $Python, [string] $Scratch, [int] $Runs)

    $fleet = Get-Content -LiteralPath $File -Raw | ConvertFrom-Json
    $variables = @{
        AWS_ENDPOINT_URL = $fleet.endpoint; AWS_CONFIG_FILE = $fleet.config; ECRLOGIN_REGISTRIES = $fleet.map
        AWS_ACCESS_KEY_ID = $null; AWS_SECRET_ACCESS_KEY = $null
    }
    $cli = Join-Path (Split-Path $Python) 'aws'
    foreach ($count in 1, $fleet.hosts.Count) {
        $hosts = @($fleet.hosts | Select-Object -First $count)
        $subjects = New-LoginSubject $hosts $cli $variables $Scratch
        # The larger takes seconds, and varies little.
        $measured = Measure-ProcessTurn -Tools $Tools -Runs ([Math]::Max(1, [Math]::Floor($Runs / [Math]::Sqrt($count)))) -Subjects $subjects
        foreach ($name in $subjects.Keys) { Assert-LoggedIn (Join-Path $subjects[$name].Variables.DOCKER_CONFIG 'config.json') $hosts }
        $what = if ($count -eq 1) {
            'A pwsh -Command Connect-ECRRegistry from a cold start until docker is logged in, against aws ecr get-login-password and docker login'
        } else {
            "$count registries of 4 accounts in 2 regions until docker is logged in to all, against aws and docker login for each"
        }
        New-Comparison $what $measured['ours'].Wall $measured['peers'].Wall -Goal (New-Goal 0.9 Ratio) -Headline
    }
}

function Assert-LoggedIn {
    param([string] $File, [object[]] $Hosts)

    $logins = (Get-Content -LiteralPath $File -Raw | ConvertFrom-Json).auths.PSObject.Properties.Name
    $missing = @($Hosts | Where-Object { $_.registry -notin $logins })
    if ($missing) { throw "docker is not logged in to $($missing.registry -join ', ')." }
}
