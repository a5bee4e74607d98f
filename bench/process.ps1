# Whole processes from start to end: the engine alone, and other ways to a login. Tools are the paths Repeat and Cold, of
# the C programs, and Library.

# Runs a command again and again; gives Wall, Cpu and Peak (milliseconds twice, and MiB) of each run, and Lines, what the
# runs printed.
function Measure-Process {
    param([hashtable] $Tools, [int] $Runs, [string] $Request, [string[]] $Command)

    $rows = & $Tools.Repeat $Runs $Request @Command
    if ($LASTEXITCODE -ne 0) { throw "$($Command[0]) could not be measured." }
    $parts = @($rows | ForEach-Object { , ($_ -split ' ', 4) })
    @{
        Wall  = [double[]]@($parts | ForEach-Object { $_[0] })
        Cpu   = [double[]]@($parts | ForEach-Object { $_[1] })
        Peak  = [double[]]@($parts | ForEach-Object { $_[2] / 1024 })
        Lines = @($parts | ForEach-Object { $_[3] })
    }
}

# Runs subjects in turn, each by its name, once unmeasured and then as often as told. A subject has a Command, and may have
# Request (its standard input), Variables and a block that goes Before each run. Gives Wall, Cpu and Peak of each, sorted.
function Measure-ProcessTurn {
    param([hashtable] $Tools, [int] $Runs, [Collections.IDictionary] $Subjects)

    $measured = @{}
    foreach ($name in $Subjects.Keys) {
        $measured[$name] = @{}
        foreach ($of in 'Wall', 'Cpu', 'Peak') { $measured[$name][$of] = [Collections.Generic.List[double]]::new() }
    }
    for ($run = 0; $run -le $Runs; $run++) {
        foreach ($name in $Subjects.Keys) {
            $once = Measure-Subject $Tools $Subjects[$name]
            if ($run -eq 0) { continue }
            foreach ($of in 'Wall', 'Cpu', 'Peak') { $measured[$name][$of].Add($once[$of][0]) }
        }
    }
    foreach ($one in $measured.Values) { foreach ($list in $one.Values) { $list.Sort() } }
    $measured
}

function Measure-Subject {
    param([hashtable] $Tools, [hashtable] $Subject)

    if ($Subject['Before']) { & $Subject.Before }
    $request = if ($Subject['Request']) { $Subject.Request } else { '/dev/null' }
    Invoke-WithVariable $Subject['Variables'] { Measure-Process -Tools $Tools -Runs 1 -Request $request -Command $Subject.Command }
}

# Runs a block with variables of the environment set or, where the value is $null, taken out; puts back what was there.
function Invoke-WithVariable {
    param([hashtable] $Variables, [scriptblock] $Script)

    if (-not $Variables) { return & $Script }
    $before = @{}
    foreach ($name in $Variables.Keys) {
        $before[$name] = [Environment]::GetEnvironmentVariable($name)
        Edit-Variable $name $Variables[$name]
    }
    try {
        & $Script
    } finally {
        foreach ($name in $before.Keys) { Edit-Variable $name $before[$name] }
    }
}

function Edit-Variable {
    param([string] $Name, [object] $Value)

    if ($null -ne $Value) { Set-Item -LiteralPath "Env:$Name" -Value $Value } else { Remove-Item -LiteralPath "Env:$Name" -ErrorAction Ignore }
}

# The engine through its C ABI against all peers, over http and https. TlsVariables are what the peers need for https.
function Measure-Engine {
    param([hashtable] $Tools, [string] $Request, [string] $TlsRequest, [Collections.IDictionary] $Peers, [Collections.IDictionary] $TlsPeers, [hashtable] $TlsVariables, [int] $Runs)

    $subjects = [ordered]@{
        ours = @{ Command = $Tools.Cold, $Tools.Library; Request = $Request }
        tls  = @{ Command = $Tools.Cold, $Tools.Library; Request = $TlsRequest }
    }
    foreach ($name in $Peers.Keys) { $subjects[$name] = @{ Command = $Peers[$name] } }
    foreach ($name in $TlsPeers.Keys) { $subjects["tls $name"] = @{ Command = $TlsPeers[$name]; Variables = $TlsVariables } }
    $measured = Measure-ProcessTurn -Tools $Tools -Runs $Runs -Subjects $subjects
    $ours, $tls = $measured['ours'], $measured['tls']
    foreach ($name in $Peers.Keys) {
        $peer = $measured[$name]
        $isCli = $name -like 'aws*'
        $goal = if ($isCli) { New-Goal 0.02 Ratio }
        New-Comparison "A whole process through the C ABI, against $name" $ours.Wall $peer.Wall -Goal $goal -Headline:($name -notlike 'curl*')
        New-Comparison "Its CPU time, against $name" $ours.Cpu $peer.Cpu -Goal $goal
        New-Comparison "Its peak memory, against $name" $ours.Peak $peer.Peak -Goal (New-Goal 10 Ours) -Unit MiB -Headline:$isCli
        New-Comparison "A whole process through the C ABI over https, against $name" $tls.Wall $measured["tls $name"].Wall -Goal $goal -Headline:$isCli
    }
    New-Comparison "The same over https, with the system's authorities, against http" $tls.Wall $ours.Wall -Goal (New-Goal 8 Ours)
}
