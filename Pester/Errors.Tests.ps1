BeforeDiscovery {
    $entries = @(
        @{ Scenario = 'has no token'; Token = @{ omit = @('authorizationToken') }; Code = 'MissingToken' }
        @{ Scenario = 'has no endpoint'; Token = @{ omit = @('proxyEndpoint') }; Code = 'MissingEndpoint' }
        @{ Scenario = 'has a token that is not base64'; Token = @{ raw_token = '%%%' }; Code = 'InvalidToken' }
        @{ Scenario = 'has a token without a colon'; Token = @{ raw_token = 'aHVudGVyMg==' }; Code = 'InvalidToken' }
    )
    # What ends a command before any call.
    $refusals = @(
        @{ Scenario = 'no region'; Code = 'NoRegion'; Category = 'InvalidArgument'; Message = '*-Region*'
            Set = @{ AWS_REGION = $null }; Parameters = @{} }
        @{ Scenario = 'an impossible region'; Code = 'InvalidRegion'; Category = 'InvalidArgument'; Message = '*us east*'
            Set = @{}; Parameters = @{ Region = 'us east/1' } }
        @{ Scenario = 'an unknown profile'; Code = 'ProfileNotFound'; Category = 'ObjectNotFound'; Message = '*nowhere*'
            Set = @{}; Parameters = @{ ProfileName = 'nowhere' } }
        @{ Scenario = 'no credentials'; Code = 'NoCredentials'; Category = 'AuthenticationError'; Message = '*-ProfileName*'
            Set = @{ AWS_ACCESS_KEY_ID = $null; AWS_SECRET_ACCESS_KEY = $null }; Parameters = @{} }
        @{ Scenario = 'an access key without its secret'; Code = 'InvalidParameter'; Category = 'InvalidArgument'; Message = '*SecretKey*'
            Set = @{}; Parameters = @{ AccessKey = 'AKIAIOSFODNN7EXAMPLE' } }
        @{ Scenario = 'a secret without its access key'; Code = 'InvalidParameter'; Category = 'InvalidArgument'; Message = '*AccessKey*'
            Set = @{}; Parameters = @{ SecretKey = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' } }
        @{ Scenario = 'an endpoint that is no URL'; Code = 'InvalidParameter'; Category = 'InvalidArgument'; Message = '*no url*'
            Set = @{}; Parameters = @{ EndpointUrl = 'no url' } }
        @{ Scenario = 'an empty profile name'; Code = 'InvalidParameter'; Category = 'InvalidArgument'; Message = '*-ProfileName*'
            Set = @{}; Parameters = @{ ProfileName = '' } }
    )
    $root = Split-Path $PSScriptRoot
    $page = Get-Content (Join-Path $root 'docs/errors.md') -Raw
    $documented = [regex]::Matches($page, '(?m)^\| `(\w+)`') | ForEach-Object { $_.Groups[1].Value }
    $sources = -join (Get-ChildItem (Join-Path $root 'ps-module') -Recurse -Filter *.cs | ForEach-Object { [IO.File]::ReadAllText($_.FullName) })
    $used = [regex]::Matches($sources, '(?:Exception|Failure|new)\(\s*"(?!PS)([A-Z]\w+)"') | ForEach-Object { $_.Groups[1].Value }
    $known = [regex]::Matches($sources, '\["(\w+)"\] = ErrorCategory\.') | ForEach-Object { $_.Groups[1].Value }
    $codes = foreach ($code in @($used) + $known + $documented | Sort-Object -Unique) {
        @{ Code = $code; IsUsed = $code -cin $used; IsDocumented = $code -cin $documented; IsKnown = $code -cin $known }
    }
}

BeforeAll {
    . $PSScriptRoot/Support/Environment.ps1
    . $PSScriptRoot/Support/Clients.ps1
    . $PSScriptRoot/Support/Records.ps1
    Enter-TestEnvironment $TestDrive
    Open-LocalEcr
    $env:AWS_MAX_ATTEMPTS = '1'
}

AfterAll {
    Exit-TestEnvironment
}

Describe 'A registry that was named with a password' {
    It '<Command> repeats none of it, whatever the error is read for' -ForEach @(
        @{ Command = 'Connect-ECRRegistry'; Parameters = @{ RegistryId = @() } }
        @{ Command = 'Connect-ECRRegistry'; Parameters = @{ RegistryId = @('111122223333') } }
        @{ Command = 'Disconnect-ECRRegistry'; Parameters = @{ RegistryId = @() } }
        @{ Command = 'Get-ECRLoginCommand'; Parameters = @{ RegistryId = @() } }
        @{ Command = 'Get-ECRLoginCommand'; Parameters = @{ RegistryId = @('111122223333') } }
        @{ Command = 'Test-ECRLogin'; Parameters = @{ RegistryId = @() } }
        @{ Command = 'Test-ECRCredentialHelper'; Parameters = @{ RegistryId = @() } }
        @{ Command = 'Install-ECRCredentialHelper'; Parameters = @{ RegistryId = @(); Confirm = $false } }
    ) {
        Use-EcrSetting @{}
        # Without a client that is what a command tells first.
        Use-Client
        $given = $Parameters.Clone()
        foreach ($name in 'https://AWS:hunter2@1.ecr', 'AWS:hunter2@111122223333.dkr.ecr.us-east-1.amazonaws.com', 'https://AWS:hunter2.x@1.ecr/app@sha256:00') {
            $given.RegistryId = @($Parameters.RegistryId) + $name
            $record = Get-Record { & $Command @given -ErrorAction Continue }
            $errors = @($record.Error) + @($record.Thrown) | Where-Object { $null -ne $_ }
            $errors | Should -Not -BeNullOrEmpty
            foreach ($one in $errors) {
                "$one", "$($one.CategoryInfo)", "$($one.TargetObject)", "$($one.ErrorDetails)", "$($one.Exception)" |
                    Should -Not -Match 'hunter2'
            }
            @($errors | ForEach-Object { "$($_.TargetObject)" }) | Should -Contain '***'
        }
    }
}

Describe 'An entry that fails' {
    It 'because it <Scenario> gives <Code> beside the logins of the others' -ForEach $entries {
        Use-EcrSetting @{ tokens = @{ '111111111111' = $Token } }
        $record = Get-Record { Get-ECRLoginCommand -RegistryId 111111111111, 222222222222 -ErrorAction Continue }
        $record.Output.Password | Should -BeExactly 'password-for-222222222222'
        Get-ErrorId $record.Error[0] | Should -BeExactly "EcrLogin.$Code"
        $record.Error[0].CategoryInfo.Category | Should -Be 'InvalidData'
        "$($record.Error)" | Should -Not -Match 'aHVudGVyMg|hunter2'
    }
}

Describe 'A request that cannot be made' {
    BeforeEach {
        Use-EcrSetting
    }

    It 'for <Scenario> gives <Code> and makes no call' -ForEach $refusals {
        $values = @{}
        foreach ($name in $Set.Keys) {
            $values[$name] = [Environment]::GetEnvironmentVariable($name)
            Use-Variable $name $Set[$name]
        }
        try {
            $record = Get-Record { Get-ECRLoginCommand @Parameters }
        } finally {
            foreach ($name in $values.Keys) { Use-Variable $name $values[$name] }
        }
        Get-ErrorId $record.Thrown | Should -BeExactly "EcrLogin.$Code"
        $record.Thrown.CategoryInfo.Category | Should -Be $Category
        "$($record.Thrown)" | Should -BeLike $Message
        Get-EcrCall | Should -BeNullOrEmpty
    }

    It 'ends the command even where errors are to be passed over' {
        $record = Get-Record { Get-ECRLoginCommand -RegistryId junk -ErrorAction SilentlyContinue; 'went on' }
        $record.Thrown | Should -Not -BeNullOrEmpty
        $record.Output | Should -BeNullOrEmpty
    }

    It 'lets a script without a handler go on, and a process exit with 1' {
        $shell = (Get-Process -Id $PID).Path
        $null = & $shell -NoProfile -NonInteractive -Command "Import-Module '$manifest'; Get-ECRLoginCommand -RegistryId junk" 2>&1
        $LASTEXITCODE | Should -Be 1
    }

    It 'repeats a value plain and cut' {
        $long = "$([char]27)[31m" + 'x' * 500
        $record = Get-Record { Get-ECRLoginCommand -RegistryId $long }
        "$($record.Thrown)" | Should -Not -Match ([char]27)
        "$($record.Thrown)".Length | Should -BeLessThan 400
        $type = [pscustomobject]@{ }
        $type.PSObject.TypeNames.Insert(0, $long)
        $record = Get-Record { $type | Get-ECRLoginCommand }
        "$($record.Thrown)" | Should -Not -Match ([char]27)
        "$($record.Thrown)".Length | Should -BeLessThan 400
    }
}

Describe 'The codes' {
    It '<Code> is documented and has a category' -ForEach $codes {
        $IsDocumented | Should -BeTrue
        $IsKnown | Should -BeTrue
    }

    It 'of the module itself are among them: <Code>' -ForEach ($codes | Where-Object { $_.Code -in 'InvalidParameter', 'InvalidRegistryIdType', 'LibraryNotFound', 'VersionMismatch' }) {
        $IsUsed | Should -BeTrue
    }
}

Describe 'The ErrorRecord' {
    It 'of a service that refuses has all that is known' {
        Use-EcrSetting @{ fault = @{ kind = 'error'; status = 400; code = 'ThrottlingException'; message = 'Rate exceeded' } }
        $record = (Get-Record { Get-ECRLoginCommand -RegistryId 111111111111, 222222222222 }).Thrown
        Get-ErrorId $record | Should -BeExactly 'EcrLogin.Throttled'
        "$record" | Should -BeExactly ('Amazon ECR answered ThrottlingException: Rate exceeded. ' +
            'Ask again later, and for several registries in one call.')
        $record.CategoryInfo.Category | Should -Be 'LimitsExceeded'
        $record.CategoryInfo.TargetName | Should -BeExactly '111111111111, 222222222222'
        , $record.TargetObject | Should -BeOfType [string[]]
        $record.TargetObject | Should -BeExactly '111111111111', '222222222222'

        $thrown = $record.Exception
        $thrown | Should -BeOfType [EcrLogin.EcrLoginException]
        $thrown | Should -BeOfType [InvalidOperationException]
        $thrown.Code | Should -BeExactly 'Throttled'
        $thrown.AwsCode | Should -BeExactly 'ThrottlingException'
        $thrown.RequestId | Should -Match '^[\da-f-]{36}$'
        $thrown.HttpStatus | Should -BeOfType [int]
        $thrown.HttpStatus | Should -Be 400
        $thrown.Retryable | Should -BeTrue
        foreach ($name in 'AwsCode', 'RequestId', 'HttpStatus', 'Retryable') { $thrown.Data[$name] | Should -Be $thrown.$name }
    }

    It 'of no service has nothing of one, and the pieces of its message' {
        $record = (Get-Record { [pscustomobject]@{ Name = 'x' } | Get-ECRLoginCommand }).Thrown
        $record.TargetObject | Should -BeNullOrEmpty
        $record.Exception.Code | Should -BeExactly 'InvalidRegistryIdType'
        foreach ($name in 'AwsCode', 'RequestId', 'HttpStatus') { $record.Exception.$name | Should -Be $null }
        $record.Exception.Retryable | Should -BeFalse
        $record.Exception.Data['Details'] | Should -BeLike '*PSCustomObject'
    }

    It 'has no blank at its end when there is no hint' {
        Use-EcrSetting @{ tokens = @{ '111122223333' = @{ password = '' } } }
        "$((Get-Record { Get-ECRLoginPassword }).Thrown)" | Should -BeExactly "The service's token has an empty password."
    }

    It 'ends in the class of <Command>' -ForEach @(
        @{ Command = 'Get-ECRLoginCommand'; Class = 'GetECRLoginCommand' }
        @{ Command = 'Get-ECRAuthorizationToken'; Class = 'GetECRAuthorizationToken' }
        @{ Command = 'Get-ECRLoginPassword'; Class = 'GetECRLoginPassword' }
        @{ Command = 'Connect-ECRRegistry'; Class = 'ConnectECRRegistry' }
        @{ Command = 'Disconnect-ECRRegistry'; Class = 'DisconnectECRRegistry' }
    ) {
        $record = (Get-Record { & $Command -ProfileName '' }).Thrown
        $record.FullyQualifiedErrorId | Should -BeExactly "EcrLogin.InvalidParameter,EcrLogin.Commands.$Class"
    }
}

Describe 'A call of which nothing succeeded' {
    Context 'for one reason' {
        BeforeEach {
            Use-EcrSetting @{ fault = @{ kind = 'error'; status = 400; code = 'AccessDeniedException'; message = 'no' } }
        }

        It 'ends <Command> under -ErrorAction <Action>, and a bare try catches it' -ForEach @(
            foreach ($command in 'Get-ECRLoginCommand', 'Get-ECRAuthorizationToken', 'Get-ECRLoginPassword') {
                foreach ($action in 'Continue', 'SilentlyContinue', 'Ignore', 'Stop') { @{ Command = $command; Action = $action } }
            }
        ) {
            $caught = $null
            $ended = $true
            try { & $Command -ErrorAction $Action; $ended = $false } catch { $caught = $_ }
            $ended | Should -BeTrue
            Get-ErrorId $caught | Should -BeExactly 'EcrLogin.AccessDenied'
        }

        It 'is one error with all that was asked for, however many calls it took' {
            $ids = 1..25 | ForEach-Object { '{0:d12}' -f $_ }
            # It keeps so many and no more.
            $global:Error.Clear()
            $record = Get-Record { $ids | Get-ECRLoginCommand -ErrorAction Continue }
            @(Get-EcrCall).Count | Should -Be 3
            $record.All.Count | Should -Be 0
            $record.Thrown.TargetObject | Should -BeExactly $ids
            $global:Error.Count | Should -Be 1
        }
    }

    Context 'for several reasons' {
        BeforeEach {
            # The service answers from the last to the first.
            Use-EcrSetting @{ order = 'reversed'; tokens = @{
                    '111111111111' = @{ raw_token = '%%%' }
                    '222222222222' = @{ omit = @('authorizationToken') }
                    '333333333333' = @{ raw_token = 'aHVudGVyMg==' }
                }
            }
            $script:ids = '111111111111', '222222222222', '333333333333'
        }

        It 'ends with that of the first that was asked for, after the others' {
            $record = Get-Record { Get-ECRLoginCommand -RegistryId $ids -ErrorAction Continue }
            $record.Thrown.TargetObject | Should -BeExactly '111111111111'
            Get-ErrorId $record.Thrown | Should -BeExactly 'EcrLogin.InvalidToken'
            $record.All.Count | Should -Be 2
            $record.Error.TargetObject | Should -BeExactly '222222222222', '333333333333'
            $record.Error | ForEach-Object { Get-ErrorId $_ } | Should -BeExactly 'EcrLogin.MissingToken', 'EcrLogin.InvalidToken'
        }

        It 'ends with it alone where any error ends a script' {
            $record = Get-Record { Get-ECRLoginCommand -RegistryId $ids -ErrorAction Stop }
            $record.All.Count | Should -Be 0
            $record.Thrown.TargetObject | Should -BeExactly '111111111111'
            $ErrorActionPreference = 'Stop'
            $record = Get-Record { Get-ECRLoginCommand -RegistryId $ids }
            $record.All.Count | Should -Be 0
            $record.Thrown.TargetObject | Should -BeExactly '111111111111'
        }
    }
}

Describe 'A call of which something succeeded' {
    BeforeEach {
        Use-EcrSetting @{ order = 'reversed'; tokens = @{
                '111111111111' = @{ raw_token = '%%%' }
                '333333333333' = @{ omit = @('authorizationToken') }
            }
        }
        $script:ids = '111111111111', '222222222222', '333333333333', '444444444444'
    }

    It 'gives what there is, then an error for each failure in the order asked, and goes on' {
        $ErrorActionPreference = 'Continue'
        $record = Get-Record { try { Get-ECRLoginCommand -RegistryId $ids; 'went on' } catch { 'caught' } }
        $record.Thrown | Should -BeNullOrEmpty
        $record.All | ForEach-Object { if ($_ -is [Management.Automation.ErrorRecord]) { $_.TargetObject } else { "$_" } } | Should -BeExactly @(
            'https://222222222222.dkr.ecr.us-east-1.amazonaws.com', 'https://444444444444.dkr.ecr.us-east-1.amazonaws.com'
            '111111111111', '333333333333', 'went on')
    }

    It 'stops a script that stops at errors, by [EcrLogin.EcrLoginException]' {
        $record = Get-Record {
            try { Get-ECRLoginCommand -RegistryId $ids -ErrorAction Stop } catch [EcrLogin.EcrLoginException] { "caught $($_.Exception.Code)" }
        }
        $record.Output | ForEach-Object { "$_" } | Should -BeExactly @(
            'https://222222222222.dkr.ecr.us-east-1.amazonaws.com', 'https://444444444444.dkr.ecr.us-east-1.amazonaws.com'
            'caught InvalidToken')
        $record.Error | Should -BeNullOrEmpty
    }

    It 'is silent where errors are to be ignored' {
        $count = $Error.Count
        $record = Get-Record { Get-ECRLoginCommand -RegistryId $ids -ErrorAction Ignore }
        $record.All.Count | Should -Be 2
        $Error.Count | Should -Be $count
    }
}
