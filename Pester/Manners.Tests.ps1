BeforeAll {
    . $PSScriptRoot/Support/Environment.ps1
    . $PSScriptRoot/Support/Records.ps1
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
            $record = Get-Record { Get-ECRLoginCommand -ReadTimeoutSec 0.3 -ErrorAction Continue }
            $watch.Elapsed.TotalSeconds | Should -BeLessThan 3
            $record.Error[0].FullyQualifiedErrorId | Should -BeExactly 'EcrLogin.ReadTimeout,Get-ECRLoginCommand'
            $record.Error[0].CategoryInfo.Category | Should -Be 'OperationTimeout'
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
            { Get-ECRLoginCommand -ReadTimeoutSec $Value } |
                Should -Throw -ErrorId 'ParameterArgumentValidationError,Get-ECRLoginCommand'
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
            $record.Thrown.FullyQualifiedErrorId | Should -BeExactly 'EcrLogin.AccessDenied,Get-ECRLoginCommand'
            $record.Output | Should -BeNullOrEmpty
        }

        It 'goes on in a script that has $ErrorActionPreference = <_>' -ForEach 'Continue', 'SilentlyContinue' {
            Use-EcrSetting @{ fault = @{ kind = 'error'; status = 400; code = 'AccessDeniedException' } }
            $record = Get-Record { & $nested @{ ErrorActionPreference = $_ } @{} }
            $record.Thrown | Should -BeNullOrEmpty
            $record.Output | Should -BeExactly 'went on'
        }

        It 'takes -ErrorAction before the variable' {
            Use-EcrSetting @{ fault = @{ kind = 'error'; status = 400; code = 'AccessDeniedException' } }
            $record = Get-Record { & $nested @{ ErrorActionPreference = 'Stop' } @{ ErrorAction = 'SilentlyContinue' } }
            $record.Output | Should -BeExactly 'went on'
        }

        It 'tells what $VerbosePreference asks for, and takes -Verbose before it' {
            (Get-Record { & $nested @{ VerbosePreference = 'Continue' } @{} }).Verbose | Should -Not -BeNullOrEmpty
            (Get-Record { & $nested @{ VerbosePreference = 'Continue' } @{ Verbose = $false } }).Verbose | Should -BeNullOrEmpty
        }

        It 'leaves nothing of one call for the next' {
            $null = Get-Record { & $nested @{ VerbosePreference = 'Continue'; WarningPreference = 'Stop' } @{} }
            (Get-Record { & $nested @{ VerbosePreference = 'SilentlyContinue' } @{} }).Verbose | Should -BeNullOrEmpty
            & (Get-Module EcrLogin) { Get-Variable WarningPreference -Scope Script -ErrorAction Ignore } | Should -BeNullOrEmpty
        }

        It 'takes every preference that is not bound' {
            # A command of the module that starts like all of them and then tells what it has.
            $start = (Get-Command Clear-ECRTokenCache).ScriptBlock.Ast.Body.EndBlock.Statements | ForEach-Object { $_.Extent.Text }
            $start = $start -match '^if \(-not \$PSBoundParameters'
            $names = 'ErrorAction', 'Warning', 'Verbose', 'Debug', 'Information', 'Progress', 'WhatIf', 'Confirm'
            $tell = $names | ForEach-Object { "$_ = `$${_}Preference" }
            $text = "[CmdletBinding(SupportsShouldProcess)] param()`n$($start -join "`n")`n@{ $($tell -join '; ') }"
            $null = New-Item function:Get-Probe -Value ((Get-Module EcrLogin).NewBoundScriptBlock([scriptblock]::Create($text)))
            try {
                $script:found = & {
                    $ErrorActionPreference = 'Ignore'
                    $WarningPreference = 'Stop'
                    $VerbosePreference = 'Continue'
                    $DebugPreference = 'Continue'
                    $InformationPreference = 'Continue'
                    $ProgressPreference = 'SilentlyContinue'
                    $WhatIfPreference = $true
                    $ConfirmPreference = 'Low'
                    Get-Probe -Verbose:$false
                }
            } finally {
                Remove-Item function:Get-Probe
            }
            $texts = $names | ForEach-Object { "$_ $($found[$_])" }
            $texts | Should -BeExactly @(
                'ErrorAction Ignore', 'Warning Stop', 'Verbose SilentlyContinue', 'Debug Continue', 'Information Continue',
                'Progress SilentlyContinue', 'WhatIf True', 'Confirm Low')
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

        It 'tells nothing when not asked to' {
            @((Get-Record { Get-ECRLoginCommand }).All).Count | Should -Be 1
        }
    }
}
