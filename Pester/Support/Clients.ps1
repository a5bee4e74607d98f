# Container clients that record what they are given: links to the stand-in of tests/clients.

# The folder of the stand-ins, as Cargo has compiled them.
$script:standIns = $env:ECRLOGIN_CLIENTS
$script:programEnding = if ([IO.Path]::DirectorySeparatorChar -eq '\') { '.exe' } else { '' }

# Puts a client into a folder and gives its path. It records each run, keeps the login where it was told to, then takes the
# steps (tests/clients/steps.rs).
function Add-Client($Folder, $Name = 'docker', [string[]] $Steps = @()) {
    $client = Add-StandIn $Folder $Name 'client'
    $null = New-Item -ItemType Directory -Force "$client.runs"
    [IO.File]::WriteAllText("$client.steps", (@('keep') + $Steps -join "`n"))
    $client
}

# Puts a stand-in into a folder under a name. On Unix it is a link: a file that was just written cannot be started while
# another process forks. On Windows links by name are for administrators.
function Add-StandIn($Folder, $Name, $Program) {
    $path = Join-Path $Folder "$Name$programEnding"
    $built = Join-Path $standIns "$Program$programEnding"
    if ($programEnding) {
        Copy-Item -LiteralPath $built -Destination $path
    } else {
        $null = New-Item -ItemType SymbolicLink -Force -Path $path -Target $built
    }
    $path
}

# Lines for a script that is to start a folder's programs by their names. PowerShell finds them on PATH, but not under wine,
# whose folders know no search for NAME.*.
function Get-AliasLine($Folder) {
    if (-not $programEnding) { return }
    foreach ($program in Get-ChildItem $Folder | Where-Object Extension -EQ $programEnding) {
        if (-not (Get-Command $program.BaseName -CommandType Application -ErrorAction Ignore)) {
            "Set-Alias -Scope Global -Name '$($program.BaseName)' -Value '$($program.FullName)'"
        }
    }
}

# The runs of a client, oldest first.
function Get-ClientRun($Client) {
    foreach ($run in Get-ChildItem "$Client.runs" -Directory | Sort-Object { [int] $_.Name }) {
        $arguments = @([IO.File]::ReadAllText("$run/arguments") -split "`0" | Select-Object -SkipLast 1)
        [pscustomobject]@{
            Arguments   = $arguments
            Host        = $arguments[-1]
            Environment = @(Get-Content "$run/variables")
            Bytes       = [IO.File]::ReadAllBytes("$run/input")
            Text        = [IO.File]::ReadAllText("$run/input")
        }
    }
}

# The one docker that there is, in a folder of this test alone, with a configuration of its own.
function Use-Client([string[]] $Steps = @()) {
    $folder = (New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid()))).FullName
    $env:DOCKER_CONFIG = Join-Path $folder 'config'
    $env:PATH = "$folder$([IO.Path]::PathSeparator)$($before.Variables['PATH'])"
    $script:client = Add-Client $folder 'docker' $Steps
}

function Get-HostName($Account, $Region = 'us-east-1') { "$Account.dkr.ecr.$Region.amazonaws.com" }
