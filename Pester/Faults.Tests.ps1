BeforeDiscovery {
    . $PSScriptRoot/Support/Faults.ps1
    $faults = @(Get-ServiceFault; Get-ConnectionFault; Get-ProxyFault; Get-AnswerFault) | Complete-Fault
    $passing = @(Get-PassingFault)
    $counts = @(Get-CountFault)
    # What the kernel counts of this process.
    $counted = [IO.Path]::DirectorySeparatorChar -eq '/' -and (Test-Path '/proc/self/clear_refs')
}

BeforeAll {
    . $PSScriptRoot/Support/Environment.ps1
    . $PSScriptRoot/Support/Records.ps1
    . $PSScriptRoot/Support/Secrets.ps1
    . $PSScriptRoot/Support/Faults.ps1
    Enter-TestEnvironment $TestDrive

    $script:bundle = Join-Path $TestDrive 'ca.pem'
    & $env:ECRLOGIN_LOCAL_ECR certs $TestDrive --name ecr.example
    $certificates = 'good', 'self-signed', 'expired', 'wrong-host'
    $options = @($certificates | ForEach-Object { "--tls `"$TestDrive/$_.pem`" `"$TestDrive/$_.key`"" }) + '--proxy'
    Open-LocalEcr ($options -join ' ')
    $script:https = @{}
    foreach ($name in $certificates) { $https[$name] = $service.StandardOutput.ReadLine() -replace '^listening on ' }
    $script:proxy = $service.StandardOutput.ReadLine() -replace '^proxy on '

    # Takes connections and never says a word.
    $script:listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
    $listener.Start()
    $script:silent = "127.0.0.1:$($listener.LocalEndpoint.Port)"

    Use-SecretKey
    $script:told = @{ Verbose = $true; Debug = $true; InformationAction = 'Continue'; ErrorAction = 'Continue' }
    # More than this is a hang, not a slow machine.
    $script:limit = 60

    # Variables for the way through the proxy to a name that it alone knows.
    function Get-RouteVariable($Other) {
        $all = @{
            AWS_ENDPOINT_URL = 'https://ecr.example'; AWS_CA_BUNDLE = $bundle
            HTTPS_PROXY = $proxy.Replace('//', "//user:$($fake.Proxy)@")
        }
        foreach ($name in $Other.Keys) { $all[$name] = $Other[$name] }
        $all
    }

    # Runs a block with variables of the environment set, and puts back what they were.
    function Invoke-WithVariable($Variables, [scriptblock] $Block) {
        $values = @{}
        foreach ($name in $Variables.Keys) {
            $values[$name] = [Environment]::GetEnvironmentVariable($name)
            Use-Variable $name $Variables[$name]
        }
        try { & $Block } finally { foreach ($name in $values.Keys) { Use-Variable $name $values[$name] } }
    }

    # A line of what the kernel says of this process, in bytes.
    function Get-Memory($Line) {
        [int64][regex]::Match([IO.File]::ReadAllText('/proc/self/status'), "${Line}:\s+(\d+) kB").Groups[1].Value * 1KB
    }

    # Puts a fault in force, without what is left of an earlier one: its connection, and a clock that was learned.
    function Use-Fault($Settings) {
        Clear-ECRTokenCache
        $Error.Clear()
        Use-EcrSetting (Get-SecretSetting $Settings)
    }

    # Whether a call works, as every call after a fault has to.
    function Test-NextCall {
        Use-EcrSetting (Get-SecretSetting)
        (Get-ECRLoginCommand).Password -ceq $fake.Password
    }
}

AfterAll {
    $listener.Stop()
    Exit-TestEnvironment
}

Describe 'A call that fails' {
    It 'because <Scenario> gives <Code>, tells no secret, and the next call works' -ForEach $faults {
        Use-Fault $Settings
        $request = & $Parameters
        if ($Soon) { $request += @{ ReadTimeoutSec = 0.4; ConnectTimeoutSec = 0.4 } }
        $variables = if ($null -ne $Route) { Get-RouteVariable $Route } else { @{} }
        $variables['AWS_MAX_ATTEMPTS'] = '1'
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $record = Invoke-WithVariable $variables {
            Get-Record { Get-ECRLoginCommand -RegistryId 111122223333 @request @told }
        }
        $watch.Elapsed.TotalSeconds | Should -BeLessThan $limit

        $record.Output | Should -BeNullOrEmpty
        $record.Error | Should -BeNullOrEmpty
        $failure = $record.Thrown
        Get-ErrorId $failure | Should -BeExactly "EcrLogin.$Code"
        $failure.CategoryInfo.Category | Should -Be $Category
        $failure.TargetObject | Should -BeExactly $Target
        "$failure" | Should -BeLike $Message
        "$failure" | Should -Match '\S\.$'
        $data = $failure.Exception.Data
        $data['Retryable'] | Should -Be $Retryable
        $data['AwsCode'] | Should -BeExactly $AwsCode
        $data['HttpStatus'] | Should -Be $Status
        $calls = @(Get-EcrCall)
        $data['RequestId'] | Should -BeExactly $(if ($Status) { $calls[-1].request_id })
        foreach ($name in 'AwsCode', 'HttpStatus', 'RequestId', 'Retryable') { $failure.Exception.$name | Should -BeExactly $data[$name] }

        Find-Secret (Get-Everything (@($record.All) + $failure + $Error)) @(Get-Signature) | Should -BeNullOrEmpty
        Test-NextCall | Should -BeTrue
    }

    It 'again and again tells so after the last attempt' {
        Use-Fault @{ fault = @{ kind = 'throttle' } }
        $record = Invoke-WithVariable @{ AWS_MAX_ATTEMPTS = '2' } { Get-Record { Get-ECRLoginCommand -ErrorAction Continue } }
        Get-ErrorId $record.Thrown | Should -BeExactly 'EcrLogin.Throttled'
        @(Get-EcrCall).Count | Should -Be 2
        Test-NextCall | Should -BeTrue
    }
}

Describe 'A call that works in the end' {
    It 'gives the login after <Scenario>' -ForEach $passing {
        Use-Fault $Settings
        if (-not $Parameters) { $Parameters = @{} }
        $record = Get-Record { Get-ECRLoginCommand @Parameters }
        $record.Error | Should -BeNullOrEmpty
        $record.Output.Password | Should -BeExactly $fake.Password
        @(Get-EcrCall).Count | Should -Be $Calls

        (Get-ECRLoginCommand @Parameters).Password | Should -BeExactly $fake.Password
        @(Get-EcrCall).Count | Should -Be ($Calls + 1)
    }
}

Describe 'An answer for two registries' {
    It 'with entries of which there are <Scenario> gives <Logins> and tells <Codes>' -ForEach $counts {
        Use-Fault @{ fault = $Fault }
        $record = Get-Record { Get-ECRLoginCommand -RegistryId 111111111111, 222222222222 -ErrorAction Continue }
        # Where nothing came out, the one failure ends the call.
        $failures = if ($Logins) { @($record.Error) } else { @($record.Thrown) }
        @($record.Error).Count + @($record.Thrown | Where-Object { $_ }).Count | Should -Be @($Codes).Count
        @($record.Output | ForEach-Object { $_.ProxyEndpoint.Substring(8, 12) }) | Should -BeExactly $Logins
        @($failures | ForEach-Object { Get-ErrorId $_ }) | Should -BeExactly @($Codes | ForEach-Object { "EcrLogin.$_" })
        @($failures | ForEach-Object { $_.CategoryInfo.Category }) | Should -Be @($Codes | ForEach-Object { $categoryOf[$_] })
        @($failures | ForEach-Object TargetObject) | Should -BeExactly $Targets
        Test-NextCall | Should -BeTrue
    }
}

Describe 'An answer of 64 MiB' {
    It 'is refused, its length <Scenario>, and is not kept in memory' -Skip:(-not $counted) -ForEach @(
        @{ Scenario = 'declared'; Declared = $true }
        @{ Scenario = 'not declared'; Declared = $false }
    ) {
        Test-NextCall | Should -BeTrue
        Use-Fault @{ fault = @{ kind = 'body_bytes'; bytes = 64MB; declared = $Declared } }
        [GC]::Collect()
        # Takes back the mark of the most memory that was ever in use.
        [IO.File]::WriteAllText('/proc/self/clear_refs', '5')
        $before = Get-Memory 'VmRSS'
        $record = Invoke-WithVariable @{ AWS_MAX_ATTEMPTS = '1' } { Get-Record { Get-ECRLoginCommand -ErrorAction Continue } }
        $grown = (Get-Memory 'VmHWM') - $before

        Get-ErrorId $record.Thrown | Should -BeExactly 'EcrLogin.AnswerTooLarge'
        $record.Thrown.CategoryInfo.Category | Should -Be 'LimitsExceeded'
        $grown | Should -BeLessThan 40MB
        Test-NextCall | Should -BeTrue
    }

    It 'would be seen there' -Skip:(-not $counted) {
        [IO.File]::WriteAllText('/proc/self/clear_refs', '5')
        $before = Get-Memory 'VmRSS'
        $much = [byte[]]::new(64MB)
        [Random]::new().NextBytes($much)
        (Get-Memory 'VmHWM') - $before | Should -BeGreaterThan 40MB
    }
}
