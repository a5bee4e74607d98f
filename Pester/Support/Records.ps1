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

# The id of an error without its end, which is the class of the command.
function Get-ErrorId($Record) { $Record.FullyQualifiedErrorId -replace ',[^,]*$' }

# That of the error that ends a block; nothing where none does.
function Get-ThrownId([scriptblock] $Block) { try { $null = & $Block } catch { Get-ErrorId $_ } }

# A PowerShell of its own, in this process, with the module imported.
function Open-Shell {
    $shell = [powershell]::Create()
    $null = $shell.AddScript('Import-Module $args[0]').AddArgument($manifest).Invoke()
    $shell.Commands.Clear()
    $shell
}

# The library of this system in a built module. The search by -Filter is the system's, and wine's misses it.
function Get-Library($Folder = $env:ECRLOGIN_MODULE) {
    (Get-ChildItem "$Folder/runtimes" -Recurse -File | Where-Object Name -Like '*ecr_login.*' | Select-Object -First 1).FullName
}

# The module's library, bound by the tests themselves. One that is loaded already is bound again, not loaded again.
function Get-LibraryBinding {
    if (-not ('OwnBinding.Library' -as [type])) {
        Add-Type -Namespace OwnBinding -Name Library -MemberDefinition @"
            [DllImport(@"$(Get-Library)")] public static extern ulong ecr_login_start(byte[] request);
            [DllImport(@"$(Get-Library)")] public static extern void ecr_login_cancel(ulong call);
            [DllImport(@"$(Get-Library)")] public static extern int ecr_login_wait(ulong call, uint milliseconds);
            [DllImport(@"$(Get-Library)")] public static extern IntPtr ecr_login_version();
"@
    }
    [OwnBinding.Library]
}

# How many calls are open in the engine of the module.
function Get-OpenCallCount {
    $engine = Get-LibraryBinding
    # Handles count up, so a new one tells how many there were.
    $last = $engine::ecr_login_start([byte[]]@(0))
    $engine::ecr_login_cancel($last)
    $open = 0
    for ($call = [uint64]1; $call -lt $last; $call++) {
        if ($engine::ecr_login_wait($call, 0) -ne -1) { $open++ }
    }
    $open
}
