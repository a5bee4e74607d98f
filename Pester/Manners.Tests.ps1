BeforeAll {
    . $PSScriptRoot/Support/Environment.ps1
    . $PSScriptRoot/Support/Records.ps1
    . $PSScriptRoot/Support/Hosts.ps1
    . $PSScriptRoot/Support/Shells.ps1
    Enter-TestEnvironment $TestDrive
    Open-LocalEcr
}

AfterAll {
    Exit-TestEnvironment
}

Describe 'A command' {
    BeforeEach {
        Use-EcrSetting
    }

    Context 'Time' {
        BeforeAll {
            $env:AWS_MAX_ATTEMPTS = '1'
        }

        AfterAll {
            $env:AWS_MAX_ATTEMPTS = $null
        }

        It 'ends an answer that does not come within -ReadTimeoutSec' {
            Use-EcrSetting @{ fault = @{ kind = 'hang' } }
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $record = Get-Record { Get-ECRLoginCommand -ReadTimeoutSec 0.3 }
            $watch.Elapsed.TotalSeconds | Should -BeLessThan 3
            Get-ErrorId $record.Thrown | Should -BeExactly 'EcrLogin.ReadTimeout'
            $record.Thrown.CategoryInfo.Category | Should -Be 'OperationTimeout'
        }

        It 'waits without limit for 0' {
            Use-EcrSetting @{ delay_ms = 700 }
            Get-ECRLoginCommand -ReadTimeoutSec 0 -ConnectTimeoutSec 0 | Should -Not -BeNullOrEmpty
        }

        It 'refuses <Value> seconds' -ForEach @(
            @{ Value = -1 }
            @{ Value = 1e10 }
            @{ Value = [double]::NaN }
        ) {
            Get-ThrownId { Get-ECRLoginCommand -ReadTimeoutSec $Value } | Should -BeExactly 'ParameterArgumentValidationError'
        }

        It 'stops within a second while the endpoint hangs, and drops the connection' {
            Use-EcrSetting @{ fault = @{ kind = 'hang' } }
            $shell = Open-Shell
            try {
                $running = $shell.AddCommand('Get-ECRLoginCommand').BeginInvoke()
                Wait-Until { @(Get-EcrCall).Count -eq 1 }
                $watch = [Diagnostics.Stopwatch]::StartNew()
                $shell.Stop()
                $watch.Elapsed.TotalSeconds | Should -BeLessThan 1
                $running.IsCompleted | Should -BeTrue
                Wait-Until { (Get-EcrConnection).aborted -eq 1 }
                Get-OpenCallCount | Should -Be 0
            } finally {
                $shell.Dispose()
            }
        }
    }

    Context 'Stop' {
        BeforeAll {
            # Takes connections and never says a word.
            $script:listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
            $listener.Start()
            $env:AWS_ENDPOINT_URL = "http://$($listener.LocalEndpoint)"
        }

        AfterAll {
            $env:AWS_ENDPOINT_URL = $endpoint
            $listener.Stop()
        }

        AfterEach {
            Get-OpenCallCount | Should -Be 0
        }

        It 'ends <Command> at a dead endpoint at once' -ForEach @(
            @{ Command = 'Get-ECRLoginCommand' }
            @{ Command = 'Get-ECRAuthorizationToken' }
            @{ Command = 'Get-ECRLoginPassword' }
        ) {
            $shell = Open-Shell
            try {
                $running = $shell.AddCommand($Command).BeginInvoke()
                Wait-Until { $listener.Pending() }
                $client = $listener.AcceptTcpClient()
                $watch = [Diagnostics.Stopwatch]::StartNew()
                $shell.Stop()
                $watch.Elapsed.TotalMilliseconds | Should -BeLessThan 500
                $running.IsCompleted | Should -BeTrue
                $shell.InvocationStateInfo.State | Should -Be 'Stopped'
                $shell.Streams.Error | Should -BeNullOrEmpty
                $client.Dispose()
            } finally {
                $shell.Dispose()
            }
        }

        It 'ends it at any moment, and the session goes on' {
            $shell = Open-Shell
            try {
                foreach ($moment in 0..29) {
                    $running = $shell.AddScript('1..30 | ForEach-Object { "$_" * 12 -replace "^(.{12}).*", "`$1" } | Get-ECRLoginCommand').BeginInvoke()
                    Start-Sleep -Milliseconds ($moment * 3)
                    $watch = [Diagnostics.Stopwatch]::StartNew()
                    $shell.Stop()
                    $watch.Elapsed.TotalSeconds | Should -BeLessThan 1
                    $running.IsCompleted | Should -BeTrue
                    $shell.Commands.Clear()
                }
                $shell.Streams.Error | Should -BeNullOrEmpty
                $login = $shell.AddCommand('Get-ECRLoginCommand').AddParameter('EndpointUrl', $endpoint).Invoke()
                $login.Password | Should -BeExactly 'password-for-111122223333'
            } finally {
                $shell.Dispose()
            }
        }
    }

    Context 'What follows in the pipeline' {
        BeforeAll {
            $script:ids = '111111111111', '222222222222', '333333333333'
        }

        AfterEach {
            Get-OpenCallCount | Should -Be 0
        }

        It 'ends with Select-Object -First 1' {
            $login = $ids | Get-ECRLoginCommand | Select-Object -First 1
            $login.Password | Should -BeExactly 'password-for-111111111111'
        }

        It 'lets an error of a later command through as it is' {
            { $ids | Get-ECRLoginCommand | ForEach-Object { throw 'later' } } | Should -Throw 'later'
        }

        It 'ends with a break in a later command' {
            $seen = 0
            foreach ($once in 1) { $ids | Get-ECRLoginCommand | ForEach-Object { $seen += $once; break } }
            $seen | Should -Be 1
        }
    }

    Context 'Preferences of the caller' {
        BeforeAll {
            # A script sees none of our own preferences but those that it sets.
            $script:nested = Join-Path $TestDrive 'nested.ps1'
            Set-Content $nested @'
param([hashtable] $Preferences, [hashtable] $Parameters)
foreach ($name in $Preferences.Keys) { Set-Variable $name $Preferences[$name] -WhatIf:$false }
function Get-Inner { Get-ECRLoginCommand @Parameters; 'went on' }
Get-Inner
'@
        }

        It 'stops a script that has $ErrorActionPreference = Stop' {
            Use-EcrSetting @{ fault = @{ kind = 'error'; status = 400; code = 'AccessDeniedException' } }
            $record = Get-Record { & $nested @{ ErrorActionPreference = 'Stop'; WhatIfPreference = $true } @{} }
            Get-ErrorId $record.Thrown | Should -BeExactly 'EcrLogin.AccessDenied'
            $record.Output | Should -BeNullOrEmpty
        }

        It 'goes on in a script that has $ErrorActionPreference = <_>, where a part fails' -ForEach 'Continue', 'SilentlyContinue' {
            Use-EcrSetting @{ tokens = @{ '222222222222' = @{ raw_token = '%%%' } } }
            $record = Get-Record { & $nested @{ ErrorActionPreference = $_ } @{ RegistryId = '111111111111', '222222222222' } }
            $record.Thrown | Should -BeNullOrEmpty
            $record.Output[-1] | Should -BeExactly 'went on'
        }

        It 'ends where nothing succeeded in a script that has $ErrorActionPreference = <_>, which can catch it' -ForEach 'Continue', 'SilentlyContinue' {
            Use-EcrSetting @{ fault = @{ kind = 'error'; status = 400; code = 'AccessDeniedException' } }
            $record = Get-Record { & $nested @{ ErrorActionPreference = $_ } @{} }
            Get-ErrorId $record.Thrown | Should -BeExactly 'EcrLogin.AccessDenied'
            $record.Output | Should -BeNullOrEmpty
        }

        It 'takes -ErrorAction before the variable' {
            Use-EcrSetting @{ tokens = @{ '222222222222' = @{ raw_token = '%%%' } } }
            $record = Get-Record {
                & $nested @{ ErrorActionPreference = 'Stop' } @{ RegistryId = '111111111111', '222222222222'; ErrorAction = 'SilentlyContinue' }
            }
            $record.Thrown | Should -BeNullOrEmpty
            $record.Output[-1] | Should -BeExactly 'went on'
        }

        It 'tells what $VerbosePreference asks for, and takes -Verbose before it' {
            (Get-Record { & $nested @{ VerbosePreference = 'Continue' } @{} }).Verbose | Should -Not -BeNullOrEmpty
            (Get-Record { & $nested @{ VerbosePreference = 'Continue' } @{ Verbose = $false } }).Verbose | Should -BeNullOrEmpty
        }

        It 'leaves nothing of one call for the next' {
            $null = Get-Record { & $nested @{ VerbosePreference = 'Continue'; WarningPreference = 'Stop' } @{} }
            $record = Get-Record { & $nested @{ VerbosePreference = 'SilentlyContinue' } @{ SkipCertificateCheck = $true } }
            $record.Verbose | Should -BeNullOrEmpty
            $record.Thrown | Should -BeNullOrEmpty
            $record.Warning | Should -Not -BeNullOrEmpty
        }

        It 'takes $<Name> = <Value>, since nothing is bound: <Scenario>' -ForEach @(
            @{ Name = 'ErrorActionPreference'; Value = 'Ignore'; Scenario = 'no error'
                Script = '$Error.Clear(); $null = Get-ECRLoginCommand -RegistryId 111111111111, 222222222222; "$($Error.Count) errors"'
                Gives = '0 errors' }
            @{ Name = 'WarningPreference'; Value = 'Stop'; Scenario = 'an end'
                Script = 'try { Get-ECRLoginCommand -SkipCertificateCheck } catch { $_.FullyQualifiedErrorId }'
                Gives = 'ActionPreferenceStop,EcrLogin.Commands.GetECRLoginCommand' }
            @{ Name = 'VerbosePreference'; Value = 'Continue'; Scenario = 'nothing where -Verbose:$false is bound'
                Script = '"$(@(Get-ECRLoginCommand -Verbose:$false 4>&1).Count) record"'; Gives = '1 record' }
            @{ Name = 'DebugPreference'; Value = 'Continue'; Scenario = 'lines'
                Script = '"$(@(Get-ECRLoginCommand 5>&1).Count -gt 1)"'; Gives = 'True' }
            @{ Name = 'InformationPreference'; Value = 'Stop'; Scenario = 'an end'
                Script = 'try { Disconnect-ECRRegistry 111122223333 -Tool docker } catch { $_.FullyQualifiedErrorId }'
                Gives = 'ActionPreferenceStop,EcrLogin.Commands.DisconnectECRRegistry' }
            @{ Name = 'WhatIfPreference'; Value = $true; Scenario = 'nothing done'
                Script = '$null = Get-ECRLoginPassword -UseCache; Clear-ECRTokenCache; $null = Get-ECRLoginPassword -UseCache'; Calls = 1 }
            @{ Name = 'ConfirmPreference'; Value = 'Low'; Scenario = 'a question'; Script = 'Clear-ECRTokenCache'; Asks = 'logins and sessions' }
            @{ Name = 'ConfirmPreference'; Value = 'Low'; Scenario = 'none where -Confirm:$false is bound'; Script = 'Clear-ECRTokenCache -Confirm:$false' }
        ) {
            Clear-ECRTokenCache
            Use-EcrSetting @{ tokens = @{ '222222222222' = @{ raw_token = '%%%' } } }
            $run = Invoke-WithHost 'Scripted' "& { `$$Name = `$arguments.Value; $Script }" @() @{ Value = $Value }
            $run.Thrown | Should -BeNullOrEmpty
            "$($run.Output)" | Should -BeExactly "$Gives"
            if ($Calls) { @(Get-EcrCall).Count | Should -Be $Calls }
            @($run.Asked).Count | Should -Be ([int][bool]$Asks)
            "$($run.Asked)" | Should -Match "$Asks"
        }
    }

    Context 'What it tells' {
        It 'tells credentials, region, endpoint, calls and time in -Verbose' {
            $told = (Get-Record { Get-ECRLoginCommand -Verbose }).Verbose -join "`n"
            $told | Should -Match '(?m)^Credentials: \S'
            $told | Should -Match '(?m)^Region: us-east-1$'
            $told | Should -Match "(?m)^Endpoint: $([regex]::Escape($endpoint))"
            $told | Should -Match '(?m)^Calls: 1, in \d+ ms$'
        }

        It 'tells more in -Debug and asks nothing' {
            $record = Get-Record { Get-ECRLoginCommand -Debug }
            $record.Thrown | Should -BeNullOrEmpty
            @($record.Output).Count | Should -Be 1
            $record.Debug | Should -Not -BeNullOrEmpty
        }

        It 'tells no lines of -Verbose or of warning twice or never beside -Debug: <Scenario>' -ForEach @(
            @{ Scenario = 'nothing else'; Parameters = @{}; Verbose = $false; Warnings = 1 }
            @{ Scenario = '-Verbose'; Parameters = @{ Verbose = $true }; Verbose = $true; Warnings = 1 }
            @{ Scenario = '$VerbosePreference'; Preferences = @{ VerbosePreference = 'Continue' }; Parameters = @{}; Verbose = $true; Warnings = 1 }
            @{ Scenario = '$VerbosePreference and -Verbose:$false'; Preferences = @{ VerbosePreference = 'Continue' }
                Parameters = @{ Verbose = $false }; Verbose = $false; Warnings = 1 }
            @{ Scenario = '-WarningAction SilentlyContinue'; Parameters = @{ WarningAction = 'SilentlyContinue' }; Verbose = $false; Warnings = 0 }
            @{ Scenario = '$WarningPreference'; Preferences = @{ WarningPreference = 'SilentlyContinue' }; Parameters = @{}; Verbose = $false; Warnings = 0 }
        ) {
            if ($null -eq $Preferences) { $Preferences = @{} }
            $Parameters['Debug'] = $Parameters['SkipCertificateCheck'] = $true
            $record = Get-Record {
                foreach ($name in $Preferences.Keys) { Set-Variable $name $Preferences[$name] }
                Get-ECRLoginCommand @Parameters
            }
            $record.Thrown | Should -BeNullOrEmpty
            @($record.Output).Count | Should -Be 1
            $record.Debug | Should -Not -BeNullOrEmpty
            [bool]$record.Verbose | Should -Be $Verbose
            @($record.Warning).Count | Should -Be $Warnings
        }

        It 'is not stopped by -Debug where nobody can be asked: <_>' -ForEach @(
            'Get-ECRLoginCommand -Debug'
            'Get-ECRLoginCommand -Debug -Verbose -SkipCertificateCheck'
            'Get-ECRAuthorizationToken -Debug -SkipCertificateCheck'
            'Get-ECRLoginPassword -Debug -Verbose'
            'Disconnect-ECRRegistry 111122223333 -Tool docker -PassThru -Debug -Verbose'
            'Clear-ECRTokenCache -Debug -Verbose; "cleared"'
            '$DebugPreference = "Continue"; Get-ECRLoginCommand -SkipCertificateCheck -Verbose'
        ) {
            $found = Invoke-InProcess "
                Import-Module '$manifest'
                try { & { $_ } *>&1 | ForEach-Object { `$_.GetType().Name }; 'went on' } catch { `"failed: `$_`" }"
            @($found)[-1] | Should -BeExactly 'went on'
            if ($_ -notmatch 'Clear') { $found | Should -Contain 'DebugRecord' }
            if ($_ -match '-Verbose') { $found | Should -Contain 'VerboseRecord' }
            if ($_ -match '-Skip') { $found | Should -Contain 'WarningRecord' }
            @($found -match '^(LoginCommand|AuthorizationData|String|Registry)$').Count | Should -Be 1
        }

        It 'asks nothing under -Debug where somebody could be asked' {
            $run = Invoke-WithHost 'Scripted' 'Get-ECRLoginCommand -Debug -Verbose -SkipCertificateCheck' @()
            $run.Thrown | Should -BeNullOrEmpty
            @($run.Output).Count | Should -Be 1
            $run.Asked | Should -BeNullOrEmpty
        }

        It 'tells nothing when not asked to' {
            @((Get-Record { Get-ECRLoginCommand }).All).Count | Should -Be 1
        }
    }
}
