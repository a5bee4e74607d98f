# Whole processes from start to end: the engine alone, and other ways to a login. Tools are the paths Repeat and Cold, of
# the C programs, and Library.

# Gives Wall and Cpu, the sorted milliseconds of each run, and Lines, what the runs printed.
function Measure-Process {
    param([hashtable] $Tools, [int] $Runs, [string] $Request, [string[]] $Command)

    $rows = & $Tools.Repeat $Runs $Request @Command
    if ($LASTEXITCODE -ne 0) { throw "$($Command[0]) could not be measured." }
    $parts = @($rows | ForEach-Object { , ($_ -split ' ', 3) })
    $wall = [double[]]@($parts | ForEach-Object { $_[0] })
    $cpu = [double[]]@($parts | ForEach-Object { $_[1] })
    [Array]::Sort($wall)
    [Array]::Sort($cpu)
    @{ Wall = $wall; Cpu = $cpu; Lines = @($parts | ForEach-Object { $_[2] }) }
}

# The peak memory of each run in MiB, sorted.
function Get-Peak {
    param([object] $Measured)

    $peaks = [double[]]@($Measured.Lines | ForEach-Object { [double]($_ -split ' ')[0] / 1024 })
    [Array]::Sort($peaks)
    , $peaks
}

function Measure-Engine {
    param([hashtable] $Tools, [string] $Request, [string] $TlsRequest, [Collections.IDictionary] $Peers, [int] $Runs)

    $engine = Measure-Process -Tools $Tools -Runs $Runs -Request $Request -Command $Tools.Cold, $Tools.Library
    foreach ($name in $Peers.Keys) {
        $peer = Measure-Process -Tools $Tools -Runs $Runs -Request $Request -Command $Peers[$name]
        $goal = if ($name -like 'aws*') { New-Goal 0.02 Ratio }
        New-Comparison "A whole process through the C ABI, against $name" $engine.Wall $peer.Wall -Goal $goal
        New-Comparison "Its CPU time, against $name" $engine.Cpu $peer.Cpu -Goal $goal
        if ($peer.Lines[0] -match '^\d+$') {
            New-Comparison "Its peak memory, against $name" (Get-Peak $engine) (Get-Peak $peer) -Goal (New-Goal 10 Ours) -Unit MiB
        }
    }
    $tls = Measure-Process -Tools $Tools -Runs $Runs -Request $TlsRequest -Command $Tools.Cold, $Tools.Library
    New-Comparison "The same over https, with the system's authorities, against http" $tls.Wall $engine.Wall -Goal (New-Goal 8 Ours)
    New-Figure 'The library' ((Get-Item -LiteralPath $Tools.Library).Length / 1e6) -Goal (New-Goal 7 Ours) -Unit MB
}
