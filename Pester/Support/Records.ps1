# Looking at what a command writes, and at what it leaves behind.

# Runs a block and sorts what it writes by stream. All holds everything in the order written, Thrown what ended it.
function Get-Record([scriptblock] $Block) {
    $all = [Collections.Generic.List[object]]::new()
    $thrown = $null
    try { & $Block *>&1 | ForEach-Object { $all.Add($_) } } catch { $thrown = $_ }
    $streams = @{ Output = @(); Error = @(); Warning = @(); Verbose = @(); Debug = @(); Information = @() }
    foreach ($record in $all) {
        $name = 'Output'
        if ($null -ne $record -and $record.GetType().Name -match '^(Error|Warning|Verbose|Debug|Information)Record$') {
            $name = $Matches[1]
        }
        $streams[$name] += $record
    }
    $streams['All'] = $all
    $streams['Thrown'] = $thrown
    [pscustomobject]$streams
}

# A PowerShell of its own, in this process, with the module imported.
function Open-Shell {
    $shell = [powershell]::Create()
    $null = $shell.AddScript('Import-Module $args[0]').AddArgument($manifest).Invoke()
    $shell.Commands.Clear()
    $shell
}

# How many calls are open in the engine that this session has bound.
function Get-OpenCallCount {
    & (Get-Module EcrLogin) {
        $engine = $script:Engine.Type
        # Handles count up, so a new one tells how many there were.
        $last = $engine::ecr_login_start([byte[]]@(0))
        $engine::ecr_login_cancel($last)
        $open = 0
        for ($call = 1; $call -lt $last; $call++) {
            if ($engine::ecr_login_wait($call, 0) -ne -1) { $open++ }
        }
        $open
    }
}
