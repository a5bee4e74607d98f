BeforeDiscovery {
    # Faults of the service and of the way to it. Each row: what is set up, and what has to come of it.
    $faults = @(
        @{ Scenario = 'access is denied'; Fault = @{ kind = 'error'; status = 400; code = 'AccessDeniedException'; message = 'not authorized' }
            Code = 'AccessDenied'; Category = 'PermissionDenied'; Message = '*ecr:GetAuthorizationToken*'; AwsCode = 'AccessDeniedException'; Status = 400 }
        @{ Scenario = 'the access key is unknown'; Fault = @{ kind = 'error'; status = 400; code = 'UnrecognizedClientException' }
            Code = 'UnrecognizedClient'; Category = 'AuthenticationError'; Message = '*access key*'; AwsCode = 'UnrecognizedClientException'; Status = 400 }
        @{ Scenario = 'the session has expired'; Fault = @{ kind = 'error'; status = 400; code = 'ExpiredTokenException' }
            Code = 'ExpiredToken'; Category = 'AuthenticationError'; Message = '*Renew*'; AwsCode = 'ExpiredTokenException'; Status = 400 }
        @{ Scenario = 'the signature is wrong'; Fault = @{ kind = 'error'; status = 400; code = 'InvalidSignatureException' }
            Code = 'InvalidSignature'; Category = 'AuthenticationError'; Message = '*secret key*'; AwsCode = 'InvalidSignatureException'; Status = 400 }
        @{ Scenario = 'the service refuses a parameter'; Fault = @{ kind = 'error'; status = 400; code = 'InvalidParameterException'; message = 'registryIds is odd' }
            Code = 'InvalidServiceParameter'; Category = 'InvalidArgument'; Message = '*registryIds is odd*'; AwsCode = 'InvalidParameterException'; Status = 400 }
        @{ Scenario = 'the service fails'; Fault = @{ kind = 'error'; status = 500; code = 'ServerException' }
            Code = 'ServiceError'; Category = 'ResourceUnavailable'; Message = '*'; AwsCode = 'ServerException'; Status = 500; Retryable = $true }
        @{ Scenario = 'the service throttles'; Fault = @{ kind = 'throttle' }
            Code = 'Throttled'; Category = 'LimitsExceeded'; Message = '*'; AwsCode = 'ThrottlingException'; Status = 400; Retryable = $true }
        @{ Scenario = 'the answer hangs before its header'; Fault = @{ kind = 'hang' }
            Code = 'ReadTimeout'; Category = 'OperationTimeout'; Message = '*-ReadTimeoutSec*'; Retryable = $true }
        @{ Scenario = 'the answer hangs within its body'; Fault = @{ kind = 'hang'; at = 'body' }
            Code = 'ReadTimeout'; Category = 'OperationTimeout'; Message = '*-ReadTimeoutSec*'; Retryable = $true }
        @{ Scenario = 'the answer trickles'; Fault = @{ kind = 'drip'; interval_ms = 100 }
            Code = 'ReadTimeout'; Category = 'OperationTimeout'; Message = '*'; Retryable = $true }
        @{ Scenario = 'the connection is reset before the answer'; Fault = @{ kind = 'reset' }
            Code = 'ConnectionFailed'; Category = 'ConnectionError'; Message = '*'; Retryable = $true }
        @{ Scenario = 'the connection is reset within the answer'; Fault = @{ kind = 'reset'; at = 'body' }
            Code = 'ConnectionFailed'; Category = 'ConnectionError'; Message = '*'; Retryable = $true }
        @{ Scenario = 'the connection closes within the answer'; Fault = @{ kind = 'close'; at = 'body' }
            Code = 'ConnectionFailed'; Category = 'ConnectionError'; Message = '*'; Retryable = $true }
        @{ Scenario = 'the answer is cut'; Fault = @{ kind = 'truncated' }
            Code = 'InvalidAnswer'; Category = 'InvalidData'; Message = '*'; Status = 200 }
        @{ Scenario = 'the answer is a web page'; Fault = @{ kind = 'html'; status = 200 }
            Code = 'InvalidAnswer'; Category = 'InvalidData'; Message = '*'; Status = 200 }
        @{ Scenario = 'the answer is larger than 8 MiB'; Fault = @{ kind = 'body_bytes'; bytes = 9MB }
            Code = 'AnswerTooLarge'; Category = 'LimitsExceeded'; Message = '*' }
        @{ Scenario = 'the answer is empty'; Fault = @{ kind = 'empty' }
            Code = 'NoAuthorizationData'; Category = 'InvalidData'; Message = '*' }
    )
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

Describe 'A call that fails' {
    It 'because <Scenario> gives <Code>, and the next call works' -ForEach $faults {
        Use-EcrSetting @{ fault = $Fault }
        $record = Get-Record { Get-ECRLoginCommand -RegistryId 111122223333 -ReadTimeoutSec 0.5 -ErrorAction Continue }

        $record.Thrown | Should -BeNullOrEmpty
        $record.Output | Should -BeNullOrEmpty
        @($record.Error).Count | Should -Be 1
        $failure = $record.Error[0]
        $failure.FullyQualifiedErrorId | Should -BeExactly "EcrLogin.$Code,Get-ECRLoginCommand"
        $failure.CategoryInfo.Category | Should -Be $Category
        "$failure" | Should -BeLike $Message
        "$failure" | Should -Match '\S\.$'
        $failure.TargetObject | Should -BeExactly '111122223333'
        $data = $failure.Exception.Data
        $data['AwsCode'] | Should -BeExactly $AwsCode
        $data['HttpStatus'] | Should -Be $Status
        $data['RequestId'] | Should -BeExactly $(if ($Status) { @(Get-EcrCall)[-1].request_id })
        $data['Retryable'] | Should -Be ([bool]$Retryable)

        Use-EcrSetting
        Get-ECRLoginCommand | Should -Not -BeNullOrEmpty
    }

    It 'because nothing listens gives ConnectionRefused' {
        $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
        $listener.Start()
        $port = $listener.LocalEndpoint.Port
        $listener.Stop()
        $record = Get-Record { Get-ECRLoginCommand -EndpointUrl "http://127.0.0.1:$port" -ErrorAction Continue }
        $record.Error[0].FullyQualifiedErrorId | Should -BeExactly 'EcrLogin.ConnectionRefused,Get-ECRLoginCommand'
        $record.Error[0].CategoryInfo.Category | Should -Be 'ConnectionError'
    }

    It 'is tried again when that may help' {
        $env:AWS_MAX_ATTEMPTS = '3'
        try {
            Use-EcrSetting @{ fault = @{ kind = 'error'; status = 500; code = 'ServerException' }; fault_count = 1 }
            Get-ECRLoginCommand | Should -Not -BeNullOrEmpty
            @(Get-EcrCall).Count | Should -Be 2
        } finally {
            $env:AWS_MAX_ATTEMPTS = '1'
        }
    }
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
            http_status = [decimal]400; retryable = $true; details = [Collections.Generic.List[object]]@('a', 'b')
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
