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
        @{ Scenario = 'an empty profile name'; Code = 'ProfileNotFound'; Category = 'ObjectNotFound'; Message = '*-ProfileName*'
            Set = @{}; Parameters = @{ ProfileName = '' } }
    )
    $own = Get-ChildItem (Join-Path $PSScriptRoot '../ps-module') -Recurse -Filter *.ps1 | Select-String "code\s+= '(\w+)'|-ErrorId 'EcrLogin\.(\w+)'" |
        ForEach-Object { $_.Matches[0].Groups[1].Value + $_.Matches[0].Groups[2].Value } |
        Sort-Object -Unique
}

BeforeAll {
    . $PSScriptRoot/Support/Environment.ps1
    . $PSScriptRoot/Support/Records.ps1
    Enter-TestEnvironment $TestDrive
    Open-LocalEcr
    $env:AWS_MAX_ATTEMPTS = '1'
    $script:page = Join-Path (Split-Path $PSScriptRoot) 'docs/errors.md'
    $script:documented = [regex]::Matches((Get-Content $page -Raw), '(?m)^\| `(\w+)`') | ForEach-Object { $_.Groups[1].Value }
}

AfterAll {
    Exit-TestEnvironment
}

Describe 'An entry that fails' {
    It 'because it <Scenario> gives <Code> beside the logins of the others' -ForEach $entries {
        Use-EcrSetting @{ tokens = @{ '111111111111' = $Token } }
        $record = Get-Record { Get-ECRLoginCommand -RegistryId 111111111111, 222222222222 -ErrorAction Continue }
        $record.Output.Password | Should -BeExactly 'password-for-222222222222'
        $record.Error[0].FullyQualifiedErrorId | Should -BeExactly "EcrLogin.$Code,Get-ECRLoginCommand"
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
        $record.Thrown.FullyQualifiedErrorId | Should -BeExactly "EcrLogin.$Code,Get-ECRLoginCommand"
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

Describe 'The code <_>' -ForEach $own {
    It 'of the module is documented' {
        $documented | Should -Contain $_
    }
}

Describe 'The codes in docs/errors.md' {
    It 'have a category each' {
        $documented.Count | Should -BeGreaterThan 30
        foreach ($code in $documented) {
            $record = & (Get-Module EcrLogin) { param($code) ConvertTo-ErrorRecord @{ code = $code; message = 'm' } } $code
            if ($code -ne 'Internal') { $record.CategoryInfo.Category | Should -Not -Be 'NotSpecified' -Because $code }
        }
    }
}

Describe 'An ErrorRecord' {
    It 'is made of an error of the engine' {
        $failure = @{
            code = 'Throttled'; message = 'Slow down.'; hint = 'Wait.'; aws_code = 'ThrottlingException'; request_id = 'id'
            http_status = [double]400; retryable = $true; details = [Collections.Generic.List[object]]@('a', 'b')
        }
        $record = & (Get-Module EcrLogin) { param($failure) ConvertTo-ErrorRecord $failure @('1', '2') } $failure
        $record.FullyQualifiedErrorId | Should -BeExactly 'EcrLogin.Throttled'
        "$record" | Should -BeExactly 'Slow down. Wait.'
        $record.TargetObject | Should -BeExactly '1', '2'
        $record.Exception.Data['HttpStatus'] | Should -BeOfType [int]
        $record.Exception.Data['Details'] | Should -BeExactly 'a', 'b'
    }

    It 'has no blank at its end when there is no hint' {
        $record = & (Get-Module EcrLogin) { ConvertTo-ErrorRecord @{ code = 'InvalidRequest'; message = 'Bad.'; hint = '' } }
        "$record" | Should -BeExactly 'Bad.'
    }
}
