# Logins of clients on other machines, which are real SSH servers with PowerShell behind them.

BeforeAll {
    . $PSScriptRoot/Support/Environment.ps1
    . $PSScriptRoot/Support/Records.ps1
    . $PSScriptRoot/Support/Clients.ps1
    . $PSScriptRoot/Support/Secrets.ps1
    . $PSScriptRoot/Support/Servers.ps1
    . $PSScriptRoot/Support/Hosts.ps1
    . $PSScriptRoot/Support/Sshd.ps1
    Enter-TestEnvironment $TestDrive
    Open-LocalEcr
    $script:hostName = Get-HostName 111122223333
    $script:west = Get-HostName 111122223333 'us-west-2'

    # The docker of a machine, with nothing of earlier runs and no login.
    function Use-RemoteClient($Machine, [string[]] $Steps) {
        Get-ChildItem "$($Machine.Bin)/docker*" | Remove-Item -Recurse
        Remove-Item "$($Machine.Home)/.docker" -Recurse -ErrorAction Ignore
        Add-Client $Machine.Bin 'docker' $Steps
    }

    function Get-StoredHost($Machine) {
        if (Test-Path $Machine.Config) { @((Get-Content $Machine.Config -Raw | ConvertFrom-Json).auths.PSObject.Properties.Name) | Sort-Object }
    }

    # What a session holds: its variables, functions and history, but for what tells of the moment.
    function Get-Held($Session) {
        Invoke-Command -Session $Session {
            & {
                Get-ChildItem variable: | Where-Object Name -NotMatch '^(\^|\$|\?|_|input|args|Error|PSBoundParameters|MyInvocation|PSSenderInfo|StackTrace)$' | ForEach-Object { "$($_.Name)=$($_.Value)" }
                Get-ChildItem function: | ForEach-Object { $_.Name }
                Get-ChildItem env: | ForEach-Object { "$($_.Name)=$($_.Value)" }
                "$(Get-Location)"
            }
        }
        @(Get-Log $Session).Count
    }

    # Puts into a session, in place of a type that a block uses, one that stands for it up to a point.
    function Use-FalseType($Session, [string] $Name, [string] $Class) {
        Invoke-Command -Session $Session {
            param($name, $class)
            $made = [scriptblock]::Create("$class; [Made]").InvokeReturnAsIs()
            [psobject].Assembly.GetType('System.Management.Automation.TypeAccelerators')::Add($name, $made)
        } -ArgumentList $Name, $Class
    }

    # A session where no client is run, and what is given as its results is what the last script of Set-FalseResult gives.
    function Open-FalseSession($Machine) {
        $session = Open-Session $Machine
        Use-FalseType $session 'Threading.Mutex' 'class Made {
            Made([bool] $mine, [string] $name) { }
            [bool] WaitOne([int] $milliseconds) { throw "not run" }
            [object] Dispose() { return & ([scriptblock]::Create($env:FALSE_RESULT)) }
        }'
        $session
    }

    function Set-FalseResult($Session, [string] $Script) {
        Invoke-Command -Session $Session { param($script) $env:FALSE_RESULT = $script } -ArgumentList $Script
    }

    # The history but for what these tests ran.
    function Get-Log($Session) { Invoke-Command -Session $Session { Get-History } | Where-Object CommandLine -Match 'ProcessStartInfo' }
}

AfterAll {
    Exit-TestEnvironment
}

Describe 'Clients of other machines' -Tag 'Unix', 'Sshd' {
    BeforeAll {
        $script:one, $script:two, $script:three, $script:bare = foreach ($number in 2..5) { Open-Machine $TestDrive "127.0.0.$number" }
        $script:sessions = @(foreach ($machine in $one, $two, $three, $bare) { Open-Session $machine })
        $script:ofOne, $script:ofTwo, $script:ofThree, $script:ofBare = $sessions
        $script:password = "eyJwYXls$(Get-Fake)$(Get-Fake)"
    }

    AfterAll {
        $sessions | Remove-PSSession
        Close-Machine $one, $two, $three, $bare
    }

    BeforeEach {
        Use-EcrSetting @{ tokens = @{ '111122223333' = @{ password = $password } } }
        $script:client, $script:second, $script:third = foreach ($machine in $one, $two, $three) { Use-RemoteClient $machine }
        $Error.Clear()
    }

    It 'are all logged in with one call, each with the password on its standard input alone' {
        $record = Get-Record { Connect-ECRRegistry -Session $ofOne, $ofTwo, $ofThree -PassThru }

        $record.Thrown | Should -BeNullOrEmpty
        $record.Error | Should -BeNullOrEmpty
        $record.Output.Registry | Should -BeExactly $hostName, $hostName, $hostName
        $record.Output.Tool | Should -BeExactly 'docker', 'docker', 'docker'
        $record.Output.Status | Should -BeExactly 'Succeeded', 'Succeeded', 'Succeeded'
        $record.Output[0].ExpiresAt | Should -BeGreaterThan (Get-Date)
        $record.Output[0] | Should -BeOfType 'EcrLogin.Registry'
        $record.Output.PSComputerName | Sort-Object | Should -BeExactly '127.0.0.2', '127.0.0.3', '127.0.0.4'
        $record.Output.RunspaceId | Sort-Object | Should -Be (@($ofOne, $ofTwo, $ofThree).InstanceId | Sort-Object)
        @(Get-EcrCall).Count | Should -Be 1
        foreach ($one in $client, $second, $third) {
            $run = @(Get-ClientRun $one)
            $run.Count | Should -Be 1
            $run[0].Arguments | Should -BeExactly 'login', '--username', 'AWS', '--password-stdin', $hostName
            $run[0].Bytes | Should -Be ([Text.Encoding]::UTF8.GetBytes($password))
            $run[0].Environment -match [regex]::Escape($password) | Should -BeNullOrEmpty
        }
        Get-StoredHost $two | Should -BeExactly $hostName
    }

    It 'are logged in to several registries in one go each, to every one once' {
        $found = Connect-ECRRegistry -Session $ofOne, $ofTwo -RegistryId 111122223333, '111122223333' -Region us-east-1, us-west-2 -PassThru
        $found.Count | Should -Be 4
        foreach ($name in '127.0.0.2', '127.0.0.3') {
            ($found | Where-Object PSComputerName -EQ $name).Registry | Should -BeExactly $hostName, $west
        }
        @(Get-EcrCall).Count | Should -Be 2
        Get-StoredHost $one | Should -BeExactly $hostName, $west
    }

    It 'are logged in to ECR Public and out of it' {
        (Connect-ECRRegistry -Session $ofOne -Public -PassThru).Registry | Should -BeExactly 'public.ecr.aws'
        (Disconnect-ECRRegistry -Session $ofOne -Public -PassThru).Registry | Should -BeExactly 'public.ecr.aws'
        (Get-ClientRun $client)[1].Arguments | Should -BeExactly 'logout', 'public.ecr.aws'
    }

    It 'are logged in with the others when one machine has none, which is one error' {
        $record = Get-Record { Connect-ECRRegistry -Session $sessions -RegistryId 111122223333 -Region us-east-1, us-west-2 -PassThru -ErrorAction Continue }

        $record.Thrown | Should -BeNullOrEmpty
        $record.Output.Count | Should -Be 6
        $record.Error.Count | Should -Be 1
        Get-ErrorId $record.Error[0] | Should -BeExactly 'EcrLogin.ToolNotFound'
        "$($record.Error[0])" | Should -BeLike '127.0.0.5: the container client was not found: docker, podman, nerdctl, finch.*'
        $record.Error[0].TargetObject | Should -BeExactly $hostName, $west
        $record.Error[0].Exception.Data['PSComputerName'] | Should -BeExactly '127.0.0.5'
        $record.Error[0].Exception.Data['RunspaceId'] | Should -Be $ofBare.InstanceId
    }

    It 'end the command when all fail, each with an error of its own' {
        $record = Get-Record { Connect-ECRRegistry -Session $ofBare, $ofOne -ToolPath '/nowhere/docker' -ErrorAction Continue }
        Get-ErrorId $record.Thrown | Should -BeExactly 'EcrLogin.ToolNotFound'
        $record.Error.Count | Should -Be 1
        @($record.Error[0], $record.Thrown).ForEach({ $_.Exception.Data['PSComputerName'] }) | Sort-Object | Should -BeExactly '127.0.0.2', '127.0.0.5'
        "$($record.Thrown)" | Should -Match ': /nowhere/docker\.'
    }

    It 'behind two sessions of one computer name are an error each, and told apart everywhere' {
        $other = Open-Session $bare
        $twin = Open-Session $one
        try {
            $record = Get-Record { Connect-ECRRegistry -Session $ofBare, $other, $ofOne, $twin -ErrorAction Continue }
            $record.Error.Count | Should -Be 2
            @($record.Error | ForEach-Object { "$_".Split(':')[0] } | Sort-Object) |
                Should -BeExactly (@($ofBare, $other).ForEach({ "127.0.0.5 ($($_.Name))" }) | Sort-Object)
            $record.Error.ForEach({ $_.Exception.Data['PSComputerName'] }) | Should -BeExactly '127.0.0.5', '127.0.0.5'
            @($record.Error.ForEach({ $_.Exception.Data['PSSessionName'] }) | Sort-Object) | Should -BeExactly (@($ofBare, $other).Name | Sort-Object)
            @($record.Error.ForEach({ $_.Exception.Data['RunspaceId'] }) | Sort-Object) | Should -Be (@($ofBare, $other).InstanceId | Sort-Object)
            @($record.Information | ForEach-Object { "$_" -replace '^.* on (.*) \(docker.*$', '$1' } | Sort-Object) |
                Should -BeExactly (@($ofOne, $twin).ForEach({ "127.0.0.2 ($($_.Name))" }) | Sort-Object)

            $record = Get-Record { Connect-ECRRegistry -Session $ofBare, $other -ErrorAction Continue }
            @($record.Error).Count | Should -Be 1
            @($record.Error[0], $record.Thrown).ForEach({ $_.Exception.Data['RunspaceId'] }) | Sort-Object | Should -Be (@($ofBare, $other).InstanceId | Sort-Object)

            $run = Invoke-WithHost 'Scripted' 'Connect-ECRRegistry -Session $arguments.Sessions -RegistryId 111122223333 -Region us-east-1 -Confirm' @() @{ Sessions = @($ofOne, $twin, $ofTwo) }
            $run.Asked[0] | Should -Match ([regex]::Escape("on 127.0.0.2 ($($ofOne.Name)), 127.0.0.2 ($($twin.Name)), 127.0.0.3"))
        } finally {
            Remove-PSSession $other, $twin
        }
    }

    It 'that hang are ended with their children after -ToolTimeoutSec, and the others are logged in' {
        $second = Use-RemoteClient $two 'hang'
        $record = Get-Record { Connect-ECRRegistry -Session $ofOne, $ofTwo -ToolTimeoutSec 1.5 -PassThru -ErrorAction Continue }
        $record.Output.PSComputerName | Should -BeExactly '127.0.0.2'
        Get-ErrorId $record.Error[0] | Should -BeExactly 'EcrLogin.ToolTimeout'
        $ids = @(Get-Content "$second.runs/0/numbers")
        Wait-Until { -not (Get-Process -Id $ids -ErrorAction Ignore) }
    }

    It 'end with their children when the pipeline is stopped, and the sessions can be used again' {
        $second = Use-RemoteClient $two 'hang'
        $shell = Open-Shell
        try {
            $arguments = @{ Session = @($ofOne, $ofTwo); PassThru = $true }
            $nothing, $output = 1..2 | ForEach-Object { , [Management.Automation.PSDataCollection[psobject]]::new() }
            $nothing.Complete()
            $running = $shell.AddCommand('Connect-ECRRegistry').AddParameters($arguments).BeginInvoke($nothing, $output)
            # What is done comes before the end.
            Wait-Until { $output.Count -eq 1 }
            Wait-Until { @(Get-Content "$second.runs/0/numbers" -ErrorAction Ignore).Count -eq 2 }
            $ids = @(Get-Content "$second.runs/0/numbers")
            $shell.Stop()
            $running.IsCompleted | Should -BeTrue
            $shell.InvocationStateInfo.State | Should -Be 'Stopped'
            Wait-Until { -not (Get-Process -Id $ids -ErrorAction Ignore) }
            Wait-Until { "$($ofTwo.Availability)" -eq 'Available' }
            Invoke-Command -Session $ofTwo { 'here' } | Should -BeExactly 'here'
            Get-OpenCallCount | Should -Be 0
        } finally {
            $shell.Dispose()
        }
    }

    It 'end when what comes after them in the pipeline has enough' {
        $second = Use-RemoteClient $two 'hang'
        $first = Connect-ECRRegistry -Session $ofOne, $ofTwo -PassThru | Select-Object -First 1
        $first.PSComputerName | Should -BeExactly '127.0.0.2'
        Wait-Until { "$($ofTwo.Availability)" -eq 'Available' }
        if (Test-Path "$second.runs/0/numbers") {
            $ids = @(Get-Content "$second.runs/0/numbers")
            Wait-Until { -not (Get-Process -Id $ids -ErrorAction Ignore) }
        }
    }

    It 'are logged in with the others when one machine is lost half way' {
        $lost = Open-Machine $TestDrive '127.0.0.9'
        $slow = Use-RemoteClient $lost 'hang'
        $session = Open-Session $lost
        $shell = Open-Shell
        try {
            $null = $shell.AddScript('Connect-ECRRegistry -Session $args[0] -PassThru').AddArgument(@($session, $ofOne))
            $running = $shell.BeginInvoke()
            Wait-Until { @(Get-Content "$slow.runs/0/numbers" -ErrorAction Ignore).Count -eq 2 }
            Close-Machine $lost
            $found = $shell.EndInvoke($running)
            $found.PSComputerName | Should -BeExactly '127.0.0.2'
            $shell.Streams.Error.Count | Should -Be 1
            Get-ErrorId $shell.Streams.Error[0] | Should -BeExactly 'EcrLogin.RemoteFailed'
            $shell.Streams.Error[0].Exception.Data['RunspaceId'] | Should -Be $session.InstanceId
        } finally {
            $shell.Dispose()
            Remove-PSSession $session
        }
    }

    It 'of a session that is busy, or closed, are an error at once, and the others are logged in' {
        $closed = Open-Session $three
        Remove-PSSession $closed
        $job = Invoke-Command -Session $ofTwo { Start-Sleep -Seconds 60 } -AsJob
        try {
            Wait-Until { "$($ofTwo.Availability)" -eq 'Busy' }
            $record = Get-Record { Connect-ECRRegistry -Session $closed, $ofOne, $ofTwo -PassThru -ErrorAction Continue }
        } finally {
            $job | Stop-Job -PassThru | Remove-Job
        }
        $record.Output.PSComputerName | Should -BeExactly '127.0.0.2'
        $record.Error.ForEach({ Get-ErrorId $_ }) | Should -BeExactly 'EcrLogin.SessionUnavailable', 'EcrLogin.SessionUnavailable'
        "$($record.Error)" | Should -Match '127\.0\.0\.4: .*Closed.*127\.0\.0\.3: .*Busy'
        Get-ClientRun $second | Should -BeNullOrEmpty
    }

    It 'of two sessions with one machine are run one after the other, and a session that is named twice is one' {
        $client = Use-RemoteClient $one 'slow'
        $other = Open-Session $one
        try {
            $found = @(Connect-ECRRegistry -Session $ofOne, $other, $ofOne -PassThru)
            $found.PSComputerName | Should -BeExactly '127.0.0.2', '127.0.0.2'
            $found.RunspaceId | Sort-Object | Should -Be (@($ofOne, $other).InstanceId | Sort-Object)
            @(Get-ClientRun $client).Count | Should -Be 2
        } finally {
            Remove-PSSession $other
        }
    }

    It 'that wait for another run do so no longer than -ToolTimeoutSec, at a lock with the name of their user' {
        $null = Use-RemoteClient $one 'hang'
        $other = Open-Session $one
        $shell = Open-Shell
        try {
            $running = $shell.AddScript('Connect-ECRRegistry -Session $args[0]').AddArgument($ofOne).BeginInvoke()
            Wait-Until { @(Get-Content "$($one.Bin)/docker.runs/0/numbers" -ErrorAction Ignore).Count -eq 2 }
            $record = Get-Record { Connect-ECRRegistry -Session $other, $ofTwo -ToolTimeoutSec 1.5 -PassThru -ErrorAction Continue }
            $record.Output.PSComputerName | Should -BeExactly '127.0.0.3'
            Get-ErrorId $record.Error[0] | Should -BeExactly 'EcrLogin.RemoteFailed'
            "$($record.Error[0])" | Should -BeLike "127.0.0.2*: *lock EcrLogin-*-$([Environment]::UserName)-* was not free for 1.5 seconds*"
            $record.Error[0].TargetObject | Should -BeExactly $hostName
            $running.IsCompleted | Should -BeFalse
        } finally {
            $shell.Stop()
            $shell.Dispose()
            Remove-PSSession $other
        }
        Wait-Until { "$($ofOne.Availability)" -eq 'Available' }
    }

    It 'of two commands at once lose no login of one machine' {
        $null = Use-RemoteClient $one 'slow', 'slow', 'slow', 'slow'
        $other = Open-Session $one
        $shells = @(Open-Shell; Open-Shell)
        try {
            $running = foreach ($number in 0, 1) {
                $ids = 1..4 | ForEach-Object { '{0:d12}' -f (2 * $_ + $number) }
                $arguments = @{ Session = @($ofOne, $other)[$number]; RegistryId = $ids; Region = 'us-east-1' }
                $shells[$number].AddCommand('Connect-ECRRegistry').AddParameters($arguments).BeginInvoke()
            }
            foreach ($number in 0, 1) { $null = $shells[$number].EndInvoke($running[$number]) }
            Get-StoredHost $one | Should -BeExactly (2..9 | ForEach-Object { Get-HostName ('{0:d12}' -f $_) })
        } finally {
            $shells.Dispose()
            Remove-PSSession $other
        }
    }

    It 'serve in a session with strict mode, preferences and commands of its own, and leave nothing there' {
        Invoke-Command -Session $ofThree {
            Set-StrictMode -Version Latest
            $ErrorActionPreference = 'Stop'
            $WarningPreference = $VerbosePreference = $DebugPreference = 'Stop'
            $steps = $result = $bytes = 'theirs'
            function docker { 'no client' }
            function Get-Command { throw 'not this one' }
            function New-Object { throw 'not this one' }
        }
        $before = Get-Held $ofThree
        (Connect-ECRRegistry -Session $ofThree -PassThru).Status | Should -BeExactly 'Succeeded'
        (Disconnect-ECRRegistry -Session $ofThree -RegistryId 111122223333 -PassThru).Status | Should -BeExactly 'Unknown'
        Get-Held $ofThree | Should -BeExactly $before
        @(Get-ClientRun $third).Count | Should -Be 2
        Get-ChildItem $three.Home -Force -Recurse -File | Where-Object FullName -NotMatch 'powershell|Cache' | Should -HaveCount 1 -Because 'the login alone is left'
    }

    It 'that warn and end well are no error' {
        $null = Use-RemoteClient $one 'say WARNING! Your credentials are stored unencrypted'
        $record = Get-Record { Connect-ECRRegistry -Session $ofOne -PassThru -Verbose -ErrorAction Stop }
        $record.Thrown | Should -BeNullOrEmpty
        $record.Output.Status | Should -BeExactly 'Succeeded'
        "$($record.Verbose)" | Should -Match '127\.0\.0\.2: docker: WARNING! Your credentials are stored unencrypted'
    }

    It 'that refuse are quoted, with cause and remedy, without the password' {
        $null = Use-RemoteClient $one 'fail'
        $record = Get-Record { Connect-ECRRegistry -Session $ofOne }
        Get-ErrorId $record.Thrown | Should -BeExactly 'EcrLogin.ToolFailed'
        "$($record.Thrown)" | Should -BeLike "127.0.0.2: docker could not log in to $hostName`: 400 Bad Request*exit code 3*the password `*`*`* is*region*"
    }

    It 'that print without end are ended' {
        $null = Use-RemoteClient $one 'chat'
        (Get-Record { Connect-ECRRegistry -Session $ofOne }).Thrown | Should -BeLike '*it printed without end*'
    }

    It 'are found by -Tool and -ToolPath there, and told of -ConfigPath there' {
        $podman = Add-Client $one.Bin 'podman'
        $null = New-Item -ItemType Directory -Force "$($one.Home)/own"
        try {
            $found = Connect-ECRRegistry -Session $ofOne -Tool podman -ConfigPath '~/own/auth.json' -PassThru
            $found.Tool | Should -BeExactly 'podman'
            $found.ConfigPath | Should -BeExactly "$($one.Home)/own/auth.json"
            (Get-ClientRun $podman)[0].Arguments | Should -BeExactly 'login', '--username', 'AWS', '--password-stdin', '--authfile', "$($one.Home)/own/auth.json", $hostName

            $found = Connect-ECRRegistry -Session $ofOne -ToolPath "$($one.Bin)/docker" -ConfigPath '~/with a "blank' -ServerAddress registry.example.com -PassThru
            $found.Registry | Should -BeExactly 'registry.example.com'
            (Get-ClientRun $client)[0].Arguments[0..2] | Should -BeExactly '--config', "$($one.Home)/with a `"blank", 'login'

            $record = Get-Record { Connect-ECRRegistry -Session $ofOne -Tool podman -ConfigPath '~/own' }
            Get-ErrorId $record.Thrown | Should -BeExactly 'EcrLogin.InvalidParameter'
            "$($record.Thrown)" | Should -BeLike '127.0.0.2: -ConfigPath names a file for podman*'
        } finally {
            Remove-Item "$podman*" -Recurse
        }
    }

    It 'are logged out by the objects of their logins' {
        $logins = Connect-ECRRegistry -Session $ofOne, $ofTwo -PassThru
        # As docker of today: what it says is the same whether there was a login or not.
        foreach ($machine in $one, $two) { Set-Content "$($machine.Bin)/docker.steps" 'keep', "print Removing login credentials for $hostName" }
        $found = $logins | Disconnect-ECRRegistry -Session $ofOne, $ofTwo -PassThru
        $found.Status | Should -BeExactly 'Unknown', 'Unknown'
        $found.Registry | Should -BeExactly $hostName, $hostName
        $found.PSComputerName | Sort-Object | Should -BeExactly '127.0.0.2', '127.0.0.3'
        (Get-ClientRun $client)[1].Arguments | Should -BeExactly 'logout', $hostName
        (Get-ClientRun $client)[1].Bytes | Should -BeNullOrEmpty
    }

    It 'have each its own logins taken out, by whichever session with it' {
        $ofFirst = Use-RemoteClient $one
        $ofSecond = Use-RemoteClient $two
        $logins = Connect-ECRRegistry -Session $ofOne, $ofTwo -PassThru
        $own = $logins | Where-Object PSComputerName -EQ '127.0.0.3'
        $removed = $own | Disconnect-ECRRegistry -Session $ofOne, $ofTwo -PassThru
        $removed.PSComputerName | Should -BeExactly '127.0.0.3'
        (Get-ClientRun $ofFirst | ForEach-Object { $_.Arguments[0] }) | Should -BeExactly 'login'
        (Get-ClientRun $ofSecond | ForEach-Object { $_.Arguments[0] }) | Should -BeExactly 'login', 'logout'

        $again = Open-Session $one
        try {
            $record = Get-Record { $logins | Disconnect-ECRRegistry -Session $again -PassThru -ErrorAction Continue }
            $record.Output.PSComputerName | Should -BeExactly '127.0.0.2'
            "$($record.Error)" | Should -BeLike '*127.0.0.3*None of the sessions is with it.*'
            (Get-ClientRun $ofFirst | ForEach-Object { $_.Arguments[0] }) | Should -BeExactly 'login', 'logout'
        } finally {
            Remove-PSSession $again
        }
    }

    It 'have logins that are not looked for on this machine' {
        $ofFirst = Use-RemoteClient $one
        $login = Connect-ECRRegistry -Session $ofOne -PassThru
        foreach ($look in { $login | Disconnect-ECRRegistry -Tool docker }, { $login | Test-ECRLogin }) {
            $record = Get-Record $look
            Get-ErrorId $record.Thrown | Should -BeExactly 'EcrLogin.InvalidParameter'
            "$($record.Thrown)" | Should -BeLike 'A piped login is one of 127.0.0.2, not of this machine.*-Session*'
            $record.Output | Should -BeNullOrEmpty
        }
        @(Get-ClientRun $ofFirst).Count | Should -Be 1
    }

    It 'that say that they took a login out did' {
        $null = Use-RemoteClient $one "print Removed login credentials for $hostName"
        (Disconnect-ECRRegistry -Session $ofOne -RegistryId 111122223333 -PassThru).Status | Should -BeExactly 'Removed'
        (Get-Record { Disconnect-ECRRegistry -Session $ofOne -RegistryId 111122223333 }).Information | Should -BeExactly "Logout Succeeded: $hostName on 127.0.0.2 (docker)"
    }

    It 'that do not say whether there was one are logged out, and no more is said' {
        $null = Use-RemoteClient $two "print Removing login credentials for $hostName"
        (Get-Record { Disconnect-ECRRegistry -Session $ofTwo -RegistryId 111122223333 }).Information | Should -BeExactly "Logged out: $hostName on 127.0.0.3 (docker)"
    }

    It 'that were not logged in say so' {
        $null = Use-RemoteClient $one "print Not logged in to $hostName"
        $null = Use-RemoteClient $two "say Error: not logged into $hostName", 'exit 125'
        $found = Disconnect-ECRRegistry -Session $ofOne, $ofTwo -RegistryId 111122223333 -PassThru
        $found.Status | Should -BeExactly 'NotFound', 'NotFound'
    }

    It 'that give what is no result are an error each, whatever it is, and the others are logged in' {
        $false_ = Open-FalseSession $two
        try {
            foreach ($result in '"text"', '1', '@{}', '@{ step = 99; tool = "docker"; exitCode = 0 }', '@{ step = -1; tool = "docker"; exitCode = 0 }',
                '@{ step = "abc"; tool = "docker"; exitCode = 0 }', '@{ step = 0; tool = "evil"; exitCode = 0 }', '@{ step = 0; exitCode = 0 }',
                '@{ step = 0; tool = "docker"; exitCode = @{} }', '@{ step = 0; tool = "docker"; exitCode = 0; said = 1, 2 }',
                '@{ step = 0; tool = "docker" }', '@{ step = 0; tool = "docker"; trouble = "other" }',
                '@{ step = 0; tool = "docker"; exitCode = 0; configPath = "x" * 3e7 }') {
                Set-FalseResult $false_ $result
                $record = Get-Record { Connect-ECRRegistry -Session $false_, $ofOne -ThrottleLimit 1 -PassThru -ErrorAction Continue }
                $record.Thrown | Should -BeNullOrEmpty -Because $result
                $record.Output.PSComputerName | Should -BeExactly '127.0.0.2' -Because $result
                $record.Error.Count | Should -Be 1 -Because $result
                Get-ErrorId $record.Error[0] | Should -BeExactly 'EcrLogin.RemoteFailed' -Because $result
                "$($record.Error[0])" | Should -BeLike '127.0.0.3: *it gave what is no result.*' -Because $result
                $record.Error[0].TargetObject | Should -BeExactly $hostName
            }
        } finally {
            Remove-PSSession $false_
        }
    }

    It 'that repeat the password in an error of theirs are quoted without it, in one line' {
        $session = Open-Session $two
        Use-FalseType $session 'Diagnostics.Stopwatch' 'class Made { static [object] StartNew() { throw $env:FALSE_ERROR } }'
        try {
            $piece = $password.Substring(0, 30)
            Invoke-Command -Session $session { param($text) $env:FALSE_ERROR = $text } -ArgumentList "boom`n$([char] 27)[31mgot $password`r`nand ${piece}Xy9 $('no ' * 1000)"
            $record = Get-Record { Connect-ECRRegistry -Session $session }
            Get-ErrorId $record.Thrown | Should -BeExactly 'EcrLogin.RemoteFailed'
            "$($record.Thrown)" | Should -BeLike '127.0.0.3: *boom*got `*`*`* and `*`*`* no no*'
            "$($record.Thrown)" | Should -Not -Match '[\r\n\x1b]'
            "$($record.Thrown)".Length | Should -BeLessThan 1300
            $Error, $record.Thrown | ForEach-Object { $_ | Format-List * -Force | Out-String; "$($_.Exception)" } | Should -Not -Match $piece
        } finally {
            Remove-PSSession $session
        }
    }

    It 'that answer a step again and another never are an error of that other one' {
        $false_ = Open-FalseSession $two
        try {
            Set-FalseResult $false_ '1..1000 | ForEach-Object { @{ step = 1; tool = "docker"; exitCode = 0 } }'
            $record = Get-Record { Connect-ECRRegistry -Session $false_ -RegistryId 111122223333 -Region us-east-1, us-west-2 -PassThru -ErrorAction Continue }
            $record.Output.Registry | Should -BeExactly $west
            Get-ErrorId $record.Error[0] | Should -BeExactly 'EcrLogin.RemoteFailed'
            $record.Error[0].TargetObject | Should -BeExactly $hostName
        } finally {
            Remove-PSSession $false_
        }
    }

    It 'that say more than a client can are quoted with its beginning' {
        $false_ = Open-FalseSession $two
        try {
            Set-FalseResult $false_ '@{ step = 0; tool = "docker"; exitCode = 1; said = "no " * 1e7 }'
            $record = Get-Record { Connect-ECRRegistry -Session $false_, $ofOne -PassThru -ErrorAction Continue }
            $record.Output.PSComputerName | Should -BeExactly '127.0.0.2'
            $ids = @($record.Error.ForEach({ Get-ErrorId $_ }))
            $ids[0] | Should -BeExactly 'EcrLogin.ToolFailed'
            "$($record.Error)".Length | Should -BeLessThan 3000
        } finally {
            Remove-PSSession $false_
        }
    }

    It 'are told in a line each, of many machines in one' {
        $record = Get-Record { Connect-ECRRegistry -Session $ofOne, $ofTwo }
        $record.Output | Should -BeNullOrEmpty
        @($record.Information | ForEach-Object { "$_" } | Sort-Object) -replace 'until \d\d:\d\d', 'until TIME' |
            Should -BeExactly "Login Succeeded: $hostName on 127.0.0.2 (docker, until TIME)", "Login Succeeded: $hostName on 127.0.0.3 (docker, until TIME)"

        $ids = 1..11 | ForEach-Object { '{0:d12}' -f $_ }
        $record = Get-Record { $ids | Connect-ECRRegistry -Session $ofOne, $ofTwo }
        "$($record.Information)" -replace 'until \d\d:\d\d', 'until TIME' | Should -BeExactly 'Login Succeeded: 11 registries on 2 machines (docker, until TIME)'
    }

    It 'are left alone by -WhatIf, which asks nobody' {
        $run = Invoke-WithHost 'Scripted' 'Connect-ECRRegistry -Session $arguments.Sessions -RegistryId 111122223333 -WhatIf' @() @{ Sessions = @($ofOne, $ofTwo) }
        $run.Thrown | Should -BeNullOrEmpty
        $run.Output | Should -BeNullOrEmpty
        Get-EcrCall | Should -BeNullOrEmpty
        Get-ClientRun $client | Should -BeNullOrEmpty
    }

    It 'are named by -Confirm' {
        $run = Invoke-WithHost 'Scripted' 'Connect-ECRRegistry -Session $arguments.Sessions -RegistryId 111122223333 -Region us-east-1 -PassThru -Confirm' @() @{ Sessions = @($ofOne, $ofTwo) }
        $run.Output.Count | Should -Be 2
        $run.Asked.Count | Should -Be 1
        $run.Asked[0] | Should -Match ([regex]::Escape("`"$hostName on 127.0.0.2, 127.0.0.3`""))
    }

    It 'are never those of this machine: no session is an error' {
        foreach ($none in $null, @()) {
            Get-ThrownId { Connect-ECRRegistry -Session $none } | Should -BeLike 'ParameterArgumentValidationError*'
        }
        Get-EcrCall | Should -BeNullOrEmpty
    }

    It 'are counted by the progress bar as machines' {
        $null = Use-RemoteClient $two 'wait 2500'
        $run = Invoke-WithHost 'Scripted' '$null = Connect-ECRRegistry -Session $arguments.Sessions -PassThru' @() @{ Sessions = @($ofOne, $ofTwo) }
        $run.Thrown | Should -BeNullOrEmpty
        @($run.Progress.StatusDescription) -match ' of ' | Select-Object -Unique | Should -BeExactly '1 of 2 machines'
        $run.Progress[-1].RecordType | Should -Be 'Completed'
    }

    It 'are run so many at a time' {
        $found = Connect-ECRRegistry -Session $ofThree, $ofTwo, $ofOne -ThrottleLimit 1 -PassThru
        $found.PSComputerName | Should -BeExactly '127.0.0.4', '127.0.0.3', '127.0.0.2'
    }
}

Describe 'Logins of other machines' -Tag 'Unix', 'Sshd' {
    BeforeAll {
        $script:first, $script:empty = foreach ($number in 31, 32) { Open-Machine $TestDrive "127.0.0.$number" }
        $script:sessions = @(foreach ($machine in $first, $empty) { Open-Session $machine })
        # As Amazon ECR makes them: the end stands in the password.
        $script:end = [DateTimeOffset]::Now.AddHours(5).ToUnixTimeSeconds()
        $script:secret = [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes("{`"payload`":`"$(Get-Fake)$(Get-Fake)`",`"version`":`"2`",`"type`":`"DATA_KEY`",`"expiration`":$end}"))
        $script:auth = [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes("AWS:$secret"))
        $null = New-Item -ItemType Directory "$($first.Home)/.docker", "$($first.Home)/own"
        Set-Content $first.Config (ConvertTo-Json @{ auths = @{ $hostName = @{ auth = $auth } }; credHelpers = @{ $west = 'ecr-login' } })
        Set-Content "$($first.Home)/own/auth.json" (ConvertTo-Json @{ auths = @{ $west = @{ auth = $auth } } })
    }

    AfterAll {
        $sessions | Remove-PSSession
        Close-Machine $first, $empty
    }

    It 'are listed with machine, client and end, and without the secret' {
        $record = Get-Record { Get-ECRLogin -Session $sessions }
        $record.Thrown | Should -BeNullOrEmpty
        $record.Error | Should -BeNullOrEmpty
        $found = $record.Output | Sort-Object Registry
        $found.Registry | Should -BeExactly $hostName, $west
        $found.Status | Should -BeExactly 'Valid', 'Helper'
        $found.Tool | Should -BeExactly 'docker', 'docker'
        $found[0].ExpiresAt | Should -Be ([DateTimeOffset]::FromUnixTimeSeconds($end).LocalDateTime)
        $found.PSComputerName | Should -BeExactly '127.0.0.31', '127.0.0.31'
        $found.RunspaceId | Select-Object -Unique | Should -Be $sessions[0].InstanceId
        $found[0].Path | Should -BeExactly $first.Config
        $found | Format-List * | Out-String | Should -Not -Match ([regex]::Escape($secret.Substring(0, 16)))
    }

    It 'are those of -ConfigPath and of the registries that are named' {
        $found = Get-ECRLogin -Session $sessions -Tool podman -ConfigPath '~/own/auth.json'
        $found.Registry | Should -BeExactly $west
        $found.Path | Should -BeExactly "$($first.Home)/own/auth.json"
        Get-ECRLogin -Session $sessions -RegistryId 999999999999 | Should -BeNullOrEmpty
    }

    It 'are those of both files of podman, each file once, as on this machine' {
        $session = Open-Session $first
        $run, $lasting = "$($first.Home)/run/containers/auth.json", "$($first.Home)/.config/containers/auth.json"
        foreach ($file in $run, $lasting) {
            $null = New-Item -ItemType Directory (Split-Path $file)
            Set-Content $file (ConvertTo-Json @{ auths = @{ $hostName = @{ auth = $auth } } })
        }
        try {
            Invoke-Command -Session $session { param($folder) $env:XDG_RUNTIME_DIR = $folder } -ArgumentList "$($first.Home)/run"
            $found = Get-ECRLogin -Session $session -Tool podman
            $found.Path | Should -BeExactly $run, $lasting
            $found.Tool | Should -BeExactly 'podman', 'podman'
            (Get-ECRLogin -Session $session).Path | Should -BeExactly $first.Config, $first.Config, $run, $lasting
            Invoke-Command -Session $session { param($file) $env:REGISTRY_AUTH_FILE = $file } -ArgumentList $run
            (Get-ECRLogin -Session $session -Tool podman).Path | Should -BeExactly $run
            Invoke-Command -Session $session { param($folder) $env:REGISTRY_AUTH_FILE = $null; $env:DOCKER_CONFIG = $folder } -ArgumentList "$($first.Home)/.docker"
            $found = Get-ECRLogin -Session $session
            $found.Path | Should -BeExactly $first.Config, $first.Config
            $found.Tool | Should -BeExactly 'docker', 'docker'
        } finally {
            Remove-PSSession $session
            Remove-Item "$($first.Home)/run", "$($first.Home)/.config/containers" -Recurse
        }
    }

    It 'that cannot be read are an error of their machine' {
        Set-Content "$($empty.Home)/broken.json" 'no JSON'
        $record = Get-Record { Get-ECRLogin -Session $sessions -ConfigPath '~/broken.json' -ErrorAction Continue }
        $record.Output | Should -BeNullOrEmpty
        $record.Error.Count | Should -Be 1
        Get-ErrorId $record.Error[0] | Should -BeExactly 'EcrLogin.ClientConfigInvalid'
        "$($record.Error[0])" | Should -BeLike '127.0.0.32: *broken.json is not JSON*'
    }

    It 'in what is no file but a pipe are not waited for' {
        & mkfifo "$($empty.Home)/auth.json"
        try {
            Get-ECRLogin -Session $sessions[1] -ConfigPath '~/auth.json' | Should -BeNullOrEmpty
        } finally {
            Remove-Item "$($empty.Home)/auth.json"
        }
    }

    It 'that are told in what is no result are an error of their machine, and the others are listed' {
        $session = Open-Session $empty
        Set-Content "$($empty.Home)/auth.json" '{}'
        Use-FalseType $session 'Security.SecureString' 'class Made { [int] $Length = 5; [void] AppendChar([char] $letter) { } }'
        Set-Content "$($first.Home)/auth.json" (ConvertTo-Json @{ auths = @{ $west = @{ auth = $auth } } })
        try {
            $record = Get-Record { Get-ECRLogin -Session $session, $sessions[0] -ConfigPath '~/auth.json' -ThrottleLimit 1 -ErrorAction Continue }
            $record.Thrown | Should -BeNullOrEmpty
            $record.Output.Registry | Should -BeExactly $west
            $record.Error.Count | Should -Be 1
            Get-ErrorId $record.Error[0] | Should -BeExactly 'EcrLogin.RemoteFailed'
            "$($record.Error[0])" | Should -BeLike '127.0.0.32: *it gave what is no result.*'
        } finally {
            Remove-PSSession $session
        }
    }

    It 'in stores of the machine are not asked for' {
        Get-ThrownId { Get-ECRLogin -Session $sessions -IncludeStore } | Should -BeExactly 'EcrLogin.InvalidParameter'
    }
}

Describe 'Clients of other machines with a real registry' -Tag 'Unix', 'Sshd', 'Registry' {
    BeforeAll {
        $script:password = "eyJwYXls$(Get-Fake)"
        $script:registry = Open-Registry ([Net.NetworkCredential]::new('AWS', $password)) $TestDrive
        Use-EcrSetting @{ tokens = @{ '111122223333' = @{ password = $password; proxy_endpoint = "http://$($registry.Address)" } } }
        $docker = (Get-Command docker -CommandType Application)[0].Source
        $script:machines = @(foreach ($number in 12..15) { Open-Machine $TestDrive "127.0.0.$number" })
        $script:sessions = @(foreach ($machine in $machines) { Open-Session $machine })
        foreach ($machine in $machines) { $null = New-Item -ItemType SymbolicLink "$($machine.Bin)/docker" -Target $docker }

        # What the registry answers to the login that a machine keeps.
        function Test-StoredLogin($Machine) {
            $stored = (Get-Content $Machine.Config -Raw | ConvertFrom-Json).auths.PSObject.Properties[$registry.Address]
            if ($null -eq $stored) { return 'no login' }
            (Invoke-WebRequest "http://$($registry.Address)/v2/" -Headers @{ Authorization = "Basic $($stored.Value.auth)" } -SkipHttpErrorCheck).StatusCode
        }
    }

    AfterAll {
        $sessions | Remove-PSSession
        Close-Machine $machines
        Close-Server $registry
    }

    It 'are logged in, each with a login that the registry takes, and out again' {
        $found = Connect-ECRRegistry -Session $sessions -PassThru -ErrorAction Stop
        $found.Status | Should -BeExactly (@('Succeeded') * 4)
        @(Get-EcrCall).Count | Should -Be 1
        $machines.ForEach({ Test-StoredLogin $_ }) | Should -Be (@(200) * 4)

        $found = Disconnect-ECRRegistry -Session $sessions -ServerAddress $registry.Address -PassThru -ErrorAction Stop
        $found.Registry | Should -BeExactly (@($registry.Address) * 4)
        # docker 28 does not tell whether there was one.
        $found.Status | Should -BeExactly (@('Unknown') * 4)
        $machines.ForEach({ Test-StoredLogin $_ }) | Should -Be (@('no login') * 4)
    }

    It 'that are podman are logged in too' -Tag 'Podman' {
        $null = New-Item -ItemType SymbolicLink "$($machines[0].Bin)/podman" -Target (Get-Command podman -CommandType Application)[0].Source
        $file = "$($machines[0].Home)/auth.json"
        $found = Connect-ECRRegistry -Session $sessions[0] -Tool podman -ConfigPath '~/auth.json' -PassThru -ErrorAction Stop
        $found.ConfigPath | Should -BeExactly $file
        (Get-Content $file -Raw | ConvertFrom-Json).auths.PSObject.Properties.Name | Should -BeExactly $registry.Address
        $logins = @($found | Disconnect-ECRRegistry -Session $sessions[0] -ServerAddress $registry.Address -PassThru -ErrorAction Stop
            Disconnect-ECRRegistry -Session $sessions[0] -ServerAddress $registry.Address -Tool podman -ConfigPath '~/auth.json' -PassThru -ErrorAction Stop)
        $logins.Status | Should -BeExactly 'Removed', 'NotFound'
    }
}

# Where PowerShell's log is that of the system, by a function that can be stood in for.
Describe 'A machine that logs all it can' -Tag 'Unix', 'Sshd' -Skip:(-not (Test-Path '/proc/self/maps')) {
    BeforeAll {
        Use-EcrSetting (Get-SecretSetting)
        Use-SecretKey
        & cc -shared -fPIC -o "$TestDrive/keep-log.so" "$PSScriptRoot/Support/KeepLog.c" | Should -BeNullOrEmpty

        # Policies of a user that log everything, in a home folder.
        function Use-LoggingPolicy($Home_) {
            $null = New-Item -ItemType Directory -Force "$Home_/.config/powershell", "$Home_/transcripts"
            Set-Content "$Home_/.config/powershell/powershell.config.json" (ConvertTo-Json -Depth 4 @{
                    PowerShellPolicies = @{
                        ModuleLogging = @{ EnableModuleLogging = $true; ModuleNames = @('*') }
                        ScriptBlockLogging = @{ EnableScriptBlockLogging = $true; EnableScriptBlockInvocationLogging = $true }
                        Transcription = @{ EnableTranscripting = $true; EnableInvocationHeader = $true; OutputDirectory = "$Home_/transcripts" }
                    }
                })
        }

        # All that is below a folder, in one text, but for what is meant to hold it.
        function Read-Below($Folder) {
            (Get-ChildItem $Folder -Recurse -File -Force | Where-Object FullName -NotMatch '\.runs/\d+/input$|\.docker/config\.json$' | ForEach-Object { [IO.File]::ReadAllText($_.FullName) }) -join "`n"
        }

        $script:log = "$TestDrive/remote.log"
        $script:machine = Open-Machine $TestDrive '127.0.0.20' @{ LD_PRELOAD = "$TestDrive/keep-log.so"; KEPT_LOG = $log }
        Use-LoggingPolicy $machine.Home
        $script:client = Add-Client $machine.Bin 'docker' 'processes', 'input', 'fail'
        # What Get-ECRLogin reads.
        $null = New-Item -ItemType Directory "$($machine.Home)/.docker"
        Set-Content $machine.Config (ConvertTo-Json @{ auths = @{ $hostName = @{ auth = [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes("AWS:$($fake.Password)")) } } })
        $null = New-Item -ItemType SymbolicLink "$($machine.Bin)/ps" -Target (Get-Command ps -CommandType Application)[0].Source

        # The machine that drives logs too: another PowerShell, with a home of its own.
        $script:driver = "$TestDrive/driver"
        Use-LoggingPolicy $driver
        Set-Content "$driver/drive.ps1" @"
`$ssh = @{ StrictHostKeyChecking = 'no'; UserKnownHostsFile = '/dev/null'; LogLevel = 'ERROR' }
`$session = New-PSSession -HostName $($machine.Name) -Port $($machine.Port) -KeyFilePath '$($machine.Key)' -Options `$ssh
Import-Module '$manifest'
Connect-ECRRegistry -Session `$session -Verbose -Debug -ErrorAction Continue
`$null = Get-ECRLogin -Session `$session -Verbose
Disconnect-ECRRegistry -Session `$session -RegistryId 111122223333 -ErrorAction Continue
Invoke-Command -Session `$session { Get-Variable | Out-String -Width 4096; Get-History | Format-List | Out-String }
Invoke-Command -Session `$session { param(`$text) `$null = `$text } -ArgumentList 'a text that was given'
"@
        $start = [Diagnostics.ProcessStartInfo]::new((Get-Process -Id $PID).Path, "-NoLogo -NoProfile -NonInteractive -File `"$driver/drive.ps1`"")
        $start.Environment['HOME'] = $driver
        $start.Environment['LD_PRELOAD'] = "$TestDrive/keep-log.so"
        $start.Environment['KEPT_LOG'] = "$driver/driver.log"
        $start.RedirectStandardOutput = $start.RedirectStandardError = $true
        $process = [Diagnostics.Process]::Start($start)
        $errors = $process.StandardError.ReadToEndAsync()
        $script:screen = $process.StandardOutput.ReadToEnd() + $errors.Result
        $process.WaitForExit()
    }

    AfterAll {
        Close-Machine $machine
    }

    It 'ran the client with the password' {
        (Get-ClientRun $client)[0].Text | Should -BeExactly $fake.Password
        $screen | Should -Match '127\.0\.0\.20: docker could not log in'
    }

    It 'logged all there was, the block and its values too' {
        [IO.File]::ReadAllText($log) | Should -Match 'SecureStringToGlobalAllocUnicode'
        $transcript = Read-Below "$($machine.Home)/transcripts"
        $transcript | Should -Match 'name="text"; value="a text that was given"'
        $transcript | Should -Match 'name="Request"; value="System\.Collections\.Hashtable"'
        [IO.File]::ReadAllText("$driver/driver.log") | Should -Match 'CommandInvocation\(Connect-ECRRegistry\)'
    }

    It 'holds the password in no log, in no transcript and on no screen' {
        Find-Secret ([IO.File]::ReadAllText($log)) | Should -BeNullOrEmpty
        Find-Secret (Read-Below $machine.Home) | Should -BeNullOrEmpty
        Find-Secret (Read-Below $driver) | Should -BeNullOrEmpty
        Find-Secret $screen | Should -BeNullOrEmpty
        # As the numbers of its letters, which is how a list of bytes is logged.
        $numbers = [Text.Encoding]::UTF8.GetBytes($fake.Password)[0..7] -join '\D+'
        [IO.File]::ReadAllText($log) | Should -Not -Match $numbers
        Read-Below $driver | Should -Not -Match $numbers
    }

    It 'shows the password among no arguments and variables of any process' {
        $seen = [IO.File]::ReadAllText("$client.runs/0/processes")
        $seen | Should -Match 'password-stdin'
        $seen | Should -Match 'KEPT_LOG='
        # The keys are variables of the PowerShell that drives.
        Find-Secret $seen | Where-Object { $_ -like 'Password*' } | Should -BeNullOrEmpty
    }
}

Describe 'The block <Name> that machines run' -ForEach @(
    @{ Name = 'RunClient'; Calls = 13 }
    @{ Name = 'ReadLogins'; Calls = 3 }
) {
    BeforeAll {
        $script:path = Join-Path (Split-Path $PSScriptRoot) "ps-module/Remoting/$Name.ps1"
        $script:block = [Management.Automation.Language.Parser]::ParseFile($path, [ref]$null, [ref]$null)
        function Find-Part([scriptblock] $Test) { @($block.FindAll($Test, $true)) }
    }

    It 'is of the syntax that Windows PowerShell 5.1 has' {
        $tokens = $errors = $null
        $null = [Management.Automation.Language.Parser]::ParseFile($path, [ref]$tokens, [ref]$errors)
        $errors | Should -BeNullOrEmpty
        $newer = 'QuestionMark', 'QuestionQuestion', 'QuestionQuestionEquals', 'QuestionDot', 'QuestionLBracket', 'AndAnd', 'OrOr', 'Clean'
        $tokens.Kind | Where-Object { "$_" -in $newer } | Should -BeNullOrEmpty
        # What .NET Framework lacks; Kill of a whole tree is tried, and has another way.
        $members = Find-Part { $args[0] -is [Management.Automation.Language.MemberExpressionAst] } | ForEach-Object { "$($_.Member)" }
        $members | Where-Object { $_ -in 'ArgumentList', 'Environment', 'WaitForExitAsync', 'KillTree' } | Should -BeNullOrEmpty
        [IO.File]::ReadAllBytes($path) | Where-Object { $_ -gt 127 } | Should -BeNullOrEmpty
    }

    It 'calls no command, and so none that a profile could have put there' {
        $commands = Find-Part { $args[0] -is [Management.Automation.Language.CommandAst] }
        # As many as there were when the block was last read through: all are looked at.
        $commands.Count | Should -BeGreaterOrEqual $Calls
        $commands | Where-Object { $_.InvocationOperator -ne 'Ampersand' -or $_.CommandElements[0] -is [Management.Automation.Language.StringConstantExpressionAst] } | Should -BeNullOrEmpty
    }

    It 'pipes nothing, since what is piped can be logged' {
        Find-Part { $args[0] -is [Management.Automation.Language.PipelineAst] -and $args[0].PipelineElements.Count -gt 1 } | Should -BeNullOrEmpty
    }
}
