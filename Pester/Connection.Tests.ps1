BeforeAll {
    . $PSScriptRoot/Support/Environment.ps1
    . $PSScriptRoot/Support/Records.ps1
    Enter-TestEnvironment $TestDrive

    # Hosts that tests ask for by their real names, and find behind a local proxy.
    $script:hosts = 'api.ecr.us-east-1.amazonaws.com', 'ecr-fips.us-east-1.amazonaws.com', 'ecr.us-east-1.api.aws',
        'ecr-fips.us-east-1.api.aws', 'api.ecr-public.us-east-1.amazonaws.com', 'ecr-public.us-east-1.api.aws', 'ecr.example'
    & $env:ECRLOGIN_LOCAL_ECR certs $TestDrive ($hosts | ForEach-Object { '--name', $_ })
    $script:bundle = Join-Path $TestDrive 'ca.pem'
    Open-LocalEcr "--tls `"$TestDrive/good.pem`" `"$TestDrive/good.key`" --tls `"$TestDrive/self-signed.pem`" `"$TestDrive/self-signed.key`" --proxy"
    $script:secured, $script:selfSigned, $script:proxy = 1..3 | ForEach-Object { $service.StandardOutput.ReadLine() -replace '^.* on ' }

    # Settings in which the proxy leads every host to the endpoint.
    function Use-Route($Proxy = @{}, $Settings = @{}) {
        Use-EcrSetting ($Settings + @{ proxy = $Proxy + @{ routes = @{ '*' = $secured -replace '^https://' } } })
        $null = Invoke-Control -Method Delete -What 'tunnels'
    }

    function Get-Tunnel { foreach ($tunnel in (Invoke-Control -Method Get -What 'tunnels')) { $tunnel } }

    # Nothing is tried twice.
    $env:AWS_MAX_ATTEMPTS = '1'
}

AfterAll {
    Exit-TestEnvironment
}

Describe 'Certificates' {
    BeforeEach {
        Use-EcrSetting
    }

    It 'are trusted by the bundle that -CABundle names <Scenario>' -ForEach @(
        @{ Scenario = 'in full'; Path = { $bundle } }
        @{ Scenario = 'from the current location'; Path = { 'ca.pem' } }
        @{ Scenario = 'on a drive of PowerShell'; Path = { 'TestDrive:/ca.pem' } }
    ) {
        Push-Location $TestDrive
        try { $login = Get-ECRLoginCommand -EndpointUrl $secured -CABundle (& $Path) } finally { Pop-Location }
        $login.Username | Should -BeExactly 'AWS'
        (Get-EcrCall).scheme | Should -BeExactly 'https'
    }

    It 'are refused without it' {
        $record = Get-Record { Get-ECRLoginCommand -EndpointUrl $secured -ErrorAction Continue }
        Get-ErrorId $record.Thrown | Should -BeExactly 'EcrLogin.TlsFailed'
        $record.Thrown.CategoryInfo.Category | Should -Be 'SecurityError'
        "$($record.Thrown)" | Should -Match '-CABundle'
    }

    It 'are refused with a bundle of others, though -CABundle comes after a variable' {
        $env:AWS_CA_BUNDLE = $bundle
        try {
            $record = Get-Record { Get-ECRLoginCommand -EndpointUrl $secured -CABundle "$TestDrive/self-signed.pem" -ErrorAction Continue }
        } finally {
            $env:AWS_CA_BUNDLE = $null
        }
        Get-ErrorId $record.Thrown | Should -BeExactly 'EcrLogin.TlsFailed'
    }

    It 'need a bundle that can be read' {
        $record = Get-Record { Get-ECRLoginCommand -EndpointUrl $secured -CABundle "$TestDrive/none.pem" -ErrorAction Continue }
        Get-ErrorId $record.Thrown | Should -BeExactly 'EcrLogin.InvalidCABundle'
        "$($record.Thrown)" | Should -Match 'none\.pem'
    }

    It 'are not looked at with -<_>, and a warning says so each time' -ForEach 'SkipCertificateCheck', 'NoVerifySsl' {
        $parameters = @{ $_ = $true }
        for ($i = 0; $i -lt 2; $i++) {
            $record = Get-Record { Get-ECRLoginCommand -EndpointUrl $selfSigned @parameters }
            $record.Output.Username | Should -BeExactly 'AWS'
            @($record.Warning).Count | Should -Be 1
            "$($record.Warning)" | Should -Match 'not verified'
        }
    }

    It 'are looked at with -SkipCertificateCheck:$false, and nothing is warned of' {
        $record = Get-Record { Get-ECRLoginCommand -EndpointUrl $selfSigned -SkipCertificateCheck:$false -ErrorAction Continue }
        Get-ErrorId $record.Thrown | Should -BeExactly 'EcrLogin.TlsFailed'
        $record.Warning | Should -BeNullOrEmpty
    }
}

Describe 'A proxy' {
    BeforeAll {
        $env:AWS_ENDPOINT_URL = $null
        $env:AWS_CA_BUNDLE = $bundle
    }

    AfterEach {
        $env:HTTPS_PROXY = $null
        $env:NO_PROXY = $null
    }

    AfterAll {
        $env:AWS_ENDPOINT_URL = $endpoint
        $env:AWS_CA_BUNDLE = $null
    }

    It 'is the one that a variable names, with its user and password' {
        Use-Route @{ user = 'proxy-user'; password = 'hunter2@x' }
        $env:HTTPS_PROXY = $proxy -replace '^http://', 'http://proxy-user:hunter2%40x@'
        (Get-ECRLoginCommand).Username | Should -BeExactly 'AWS'
        (Get-Tunnel).target | Should -BeExactly 'api.ecr.us-east-1.amazonaws.com:443'
        (Get-Tunnel).user | Should -BeExactly 'proxy-user'
    }

    It 'that refuses the password is named without it' {
        Use-Route @{ user = 'proxy-user'; password = 'another' }
        $env:HTTPS_PROXY = $proxy -replace '^http://', 'http://proxy-user:hunter2@'
        $record = Get-Record { Get-ECRLoginCommand -ErrorAction Continue -Verbose -Debug }
        Get-ErrorId $record.Thrown | Should -BeExactly 'EcrLogin.ProxyFailed'
        $record.Thrown.CategoryInfo.Category | Should -Be 'ConnectionError'
        @($record.All) + $record.Thrown | Format-List * -Force | Out-String -Width 4096 | Should -Not -Match 'hunter2'
    }

    Context 'of Set-AWSProxy' {
        BeforeAll {
            # What that command of AWS Tools leaves in its variable.
            function Get-Setting([hashtable] $Others = @{}) {
                $all = @{ Hostname = ([uri]$proxy).Host; Port = ([uri]$proxy).Port; Credentials = $null; BypassList = $null; BypassOnLocal = $null }
                foreach ($name in $Others.Keys) { $all[$name] = $Others[$name] }
                [pscustomobject]$all
            }
        }

        # An idle tunnel would be taken again.
        AfterEach { Clear-ECRTokenCache }

        It 'is taken where no variable names one, with its user and password' {
            Use-Route @{ user = 'a user'; password = 'hunter2@x:/?' }
            $AWSProxy = Get-Setting @{ Credentials = [Net.NetworkCredential]::new('a user', 'hunter2@x:/?') }
            (Get-ECRLoginCommand).Username | Should -BeExactly 'AWS'
            (Get-Tunnel).user | Should -BeExactly 'a user'
            $AWSProxy.Port | Should -Be ([uri]$proxy).Port
        }

        It 'may have http:// in its host' {
            Use-Route
            $AWSProxy = Get-Setting @{ Hostname = "http://$(([uri]$proxy).Host)" }
            (Get-ECRLoginCommand).Username | Should -BeExactly 'AWS'
            (Get-Tunnel).target | Should -BeExactly 'api.ecr.us-east-1.amazonaws.com:443'
            $AWSProxy.Hostname | Should -Match '^http:'
        }

        It 'may have its port as <Scenario>' -ForEach @(
            @{ Scenario = 'text'; Type = [string] }
            @{ Scenario = 'a long number'; Type = [long] }
        ) {
            Use-Route
            $AWSProxy = Get-Setting @{ Port = ([uri]$proxy).Port -as $Type }
            (Get-ECRLoginCommand).Username | Should -BeExactly 'AWS'
            (Get-Tunnel).target | Should -BeExactly 'api.ecr.us-east-1.amazonaws.com:443'
            $AWSProxy.Port | Should -BeOfType $Type
        }

        It 'is refused with <Scenario>' -ForEach @(
            @{ Scenario = 'a word for a port'; Setting = @{ Port = 'http' }; Named = 'Port' }
            @{ Scenario = 'a port that there is not'; Setting = @{ Port = 65536 }; Named = 'Port' }
            @{ Scenario = 'half a port'; Setting = @{ Port = 80.5 }; Named = 'Port' }
            @{ Scenario = 'another scheme'; Setting = @{ Hostname = 'socks5://hunter2' }; Named = 'Hostname' }
            @{ Scenario = 'a user in its host'; Setting = @{ Hostname = 'http://me:hunter2@proxy' }; Named = 'Hostname' }
        ) {
            Use-Route
            $AWSProxy = Get-Setting $Setting
            $record = Get-Record { Get-ECRLoginCommand }
            Get-ErrorId $record.Thrown | Should -BeExactly 'EcrLogin.InvalidParameter'
            "$($record.Thrown)" | Should -BeLike "$Named of `$AWSProxy is not *"
            "$($record.Thrown)" | Should -Not -Match 'hunter2'
            Get-Tunnel | Should -BeNullOrEmpty
            $AWSProxy | Should -Not -BeNullOrEmpty
        }

        It 'is left <Scenario>' -ForEach @(
            @{ Scenario = 'where its list says so'; Setting = @{ BypassList = [Collections.Generic.List[string]]@('.*\.example') } }
            @{ Scenario = 'without a host'; Setting = @{ Hostname = '' } }
            @{ Scenario = 'without a port'; Setting = @{ Port = 0 } }
        ) {
            Use-Route
            $AWSProxy = Get-Setting $Setting
            Get-ThrownId { Get-ECRLoginCommand -EndpointUrl https://ecr.example } | Should -BeIn 'EcrLogin.DnsFailed', 'EcrLogin.ConnectionFailed'
            Get-Tunnel | Should -BeNullOrEmpty
            $AWSProxy | Should -Not -BeNullOrEmpty
        }

        It 'goes after a variable' {
            Use-Route
            $env:HTTPS_PROXY = $proxy
            $AWSProxy = Get-Setting @{ Port = 9 }
            (Get-ECRLoginCommand).Username | Should -BeExactly 'AWS'
            $AWSProxy.Port | Should -Be 9
        }
    }

    Context 'of .NET' {
        BeforeAll {
            # Runs a block with another default proxy of .NET, which the control interface is not to pass through.
            function Invoke-WithDefaultProxy([uri] $Address, $Login, $Except, [scriptblock] $Block) {
                $before = [Net.Http.HttpClient]::DefaultProxy
                $default = [Net.WebProxy]::new($Address)
                $default.Credentials = $Login
                if ($Except) { $default.BypassList = $Except }
                [Net.Http.HttpClient]::DefaultProxy = $default
                try { Get-Record $Block } finally { [Net.Http.HttpClient]::DefaultProxy = $before }
            }
        }

        It 'is taken where no variable names one' {
            Use-Route
            $record = Invoke-WithDefaultProxy $proxy -Block { Get-ECRLoginCommand }
            $record.Output.Username | Should -BeExactly 'AWS'
            (Get-Tunnel).target | Should -BeExactly 'api.ecr.us-east-1.amazonaws.com:443'
        }

        It 'gets its user and password' {
            Use-Route @{ user = 'a user'; password = 'hunter2@x:/?' }
            $record = Invoke-WithDefaultProxy $proxy ([Net.NetworkCredential]::new('a user', 'hunter2@x:/?')) -Block { Get-ECRLoginCommand -Verbose -Debug }
            $record.Output.Where({ $_.Username }).Username | Should -BeExactly 'AWS'
            (Get-Tunnel).user | Should -BeExactly 'a user'
            $record.All | Out-String -Width 4096 | Should -Not -Match 'hunter2'
        }

        It 'is left where it says so' {
            Use-Route
            $record = Invoke-WithDefaultProxy $proxy -Except '.*\.example' -Block { Get-ECRLoginCommand -EndpointUrl https://ecr.example }
            Get-ErrorId $record.Thrown | Should -BeIn 'EcrLogin.DnsFailed', 'EcrLogin.ConnectionFailed'
            Get-Tunnel | Should -BeNullOrEmpty
        }

        It 'is left for this machine' {
            Use-Route
            $record = Invoke-WithDefaultProxy $proxy -Block { Get-ECRLoginCommand -EndpointUrl $secured }
            $record.Output.Username | Should -BeExactly 'AWS'
            Get-Tunnel | Should -BeNullOrEmpty
        }

        It 'goes after a variable' {
            Use-Route
            $env:HTTPS_PROXY = $proxy
            $record = Invoke-WithDefaultProxy 'http://127.0.0.1:9' -Block { Get-ECRLoginCommand }
            $record.Output.Username | Should -BeExactly 'AWS'
        }

        It 'that .NET once read from a variable is not taken when that is gone' {
            $file = Join-Path $TestDrive 'stale.ps1'
            Set-Content $file "
                `$env:HTTPS_PROXY = 'http://127.0.0.1:9'
                `$null = [Net.Http.HttpClient]::DefaultProxy
                `$env:HTTPS_PROXY = `$null
                `$env:AWS_MAX_ATTEMPTS = 1
                Import-Module '$manifest'
                try { Get-ECRLoginCommand -EndpointUrl https://name.invalid } catch { `$_.FullyQualifiedErrorId }"
            & (Get-Process -Id $PID).Path -NoProfile -File $file | Should -BeLike 'EcrLogin.DnsFailed,*'
        }
    }
}

Describe 'The endpoint' {
    BeforeAll {
        $env:AWS_ENDPOINT_URL = $null
        $env:AWS_CA_BUNDLE = $bundle
    }

    BeforeEach {
        Use-Route
        # Another user each time, so that no connection is left from before.
        $env:HTTPS_PROXY = $proxy -replace '^http://', "http://$([guid]::NewGuid().ToString('N'))@"
    }

    AfterAll {
        $env:AWS_ENDPOINT_URL = $endpoint
        $env:AWS_CA_BUNDLE = $env:HTTPS_PROXY = $null
    }

    It 'is <Target> with <Scenario>' -ForEach @(
        @{ Scenario = 'nothing else'; Parameters = @{}; Target = 'api.ecr.us-east-1.amazonaws.com' }
        @{ Scenario = '-UseFipsEndpoint'; Parameters = @{ UseFipsEndpoint = $true }; Target = 'ecr-fips.us-east-1.amazonaws.com' }
        @{ Scenario = '-UseDualStackEndpoint'; Parameters = @{ UseDualStackEndpoint = $true }; Target = 'ecr.us-east-1.api.aws' }
        @{ Scenario = 'both'; Parameters = @{ UseFipsEndpoint = $true; UseDualStackEndpoint = $true }; Target = 'ecr-fips.us-east-1.api.aws' }
        @{ Scenario = '-Public'; Parameters = @{ Public = $true; Region = 'eu-west-1' }; Target = 'api.ecr-public.us-east-1.amazonaws.com' }
        @{ Scenario = '-Public and -UseDualStackEndpoint'; Parameters = @{ Public = $true; UseDualStackEndpoint = $true }; Target = 'ecr-public.us-east-1.api.aws' }
        @{ Scenario = '-EndpointUrl'; Parameters = @{ EndpointUrl = 'https://ecr.example' }; Target = 'ecr.example' }
    ) {
        (Get-ECRLoginCommand @Parameters).Username | Should -BeExactly 'AWS'
        (Get-Tunnel).target | Should -BeExactly "${Target}:443"
    }

    It 'is the usual one with <Name>:$false, whatever the variable says' -ForEach @(
        @{ Name = 'UseFipsEndpoint'; Variable = 'AWS_USE_FIPS_ENDPOINT' }
        @{ Name = 'UseDualStackEndpoint'; Variable = 'AWS_USE_DUALSTACK_ENDPOINT' }
    ) {
        $parameters = @{ $Name = $false }
        Use-Variable $Variable 'true'
        try { $null = Get-ECRLoginCommand @parameters } finally { Use-Variable $Variable $null }
        (Get-Tunnel).target | Should -BeExactly 'api.ecr.us-east-1.amazonaws.com:443'
    }

    It 'that is no URL is named' {
        $record = Get-Record { Get-ECRLoginCommand -EndpointUrl 'ftp://ecr.example' }
        Get-ErrorId $record.Thrown | Should -BeExactly 'EcrLogin.InvalidParameter'
        "$($record.Thrown)" | Should -Match 'ftp://ecr\.example'
    }
}

Describe 'Calls' {
    BeforeEach {
        Use-EcrSetting
    }

    It 'are not signed with -NoSignRequest' {
        $env:AWS_ACCESS_KEY_ID = $env:AWS_SECRET_ACCESS_KEY = $null
        try {
            $record = Get-Record { Get-ECRLoginCommand -NoSignRequest -ErrorAction Continue }
        } finally {
            $env:AWS_ACCESS_KEY_ID = $accessKey
            $env:AWS_SECRET_ACCESS_KEY = $secretKey
        }
        (Get-EcrCall).access_key | Should -BeNullOrEmpty
        (Get-EcrCall).error | Should -BeExactly 'MissingAuthenticationTokenException'
        $record.Thrown.Exception.AwsCode | Should -BeExactly 'MissingAuthenticationTokenException'
    }

    It 'are one for the one registry of -Public' {
        $login = Get-ECRLoginCommand -Public
        $login.ProxyEndpoint | Should -BeExactly 'https://public.ecr.aws'
        (Get-EcrCall).service | Should -BeExactly 'ecr-public'
        (Get-EcrCall).region | Should -BeExactly 'us-east-1'
    }

    It 'are none for -Public with -RegistryId' {
        Get-ThrownId { Get-ECRLoginCommand -Public -RegistryId 111122223333 } | Should -BeExactly 'EcrLogin.InvalidParameter'
        Get-EcrCall | Should -BeNullOrEmpty
    }

    It 'end after -<Name>' -ForEach @(
        @{ Name = 'ReadTimeoutSec'; Code = 'ReadTimeout' }
        @{ Name = 'CliReadTimeout'; Code = 'ReadTimeout' }
        @{ Name = 'ConnectTimeoutSec'; Code = 'ConnectTimeout' }
        @{ Name = 'CliConnectTimeout'; Code = 'ConnectTimeout' }
    ) {
        Use-EcrSetting @{ fault = @{ kind = 'hang' } }
        # Takes connections and never says a word.
        $silent = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
        $silent.Start()
        $parameters = @{ $Name = 0.3 }
        if ($Code -eq 'ConnectTimeout') { $parameters['EndpointUrl'] = "https://127.0.0.1:$($silent.LocalEndpoint.Port)" }
        try {
            $record = Get-Record { Get-ECRLoginCommand @parameters -ErrorAction Continue }
        } finally {
            $silent.Stop()
        }
        Get-ErrorId $record.Thrown | Should -BeExactly "EcrLogin.$Code"
    }
}

Describe 'What is told' {
    BeforeAll {
        $script:secret = [guid]::NewGuid().ToString('N')
        $script:session = [guid]::NewGuid().ToString('N')
        $script:password = [guid]::NewGuid().ToString('N') * 3
        $null = New-Item -ItemType Directory "$TestDrive/.aws"
        Set-Content "$TestDrive/.aws/credentials" @"
[work]
aws_access_key_id = ASIAIOSFODNN9EXAMPLE
aws_secret_access_key = $secret
aws_session_token = $session
"@
        Use-EcrSetting @{
            keys   = @{ ASIAIOSFODNN9EXAMPLE = @{ secret = $secret; session_token = $session } }
            tokens = @{ '111122223333' = @{ password = $password } }
        }
        # The password itself is in the output, and in no stream beside it.
        function Get-Told($Record) {
            $Record.Verbose + $Record.Debug + $Record.Warning + $Record.Information + $Record.Error | Out-String -Width 4096
        }
        function Find-Leak($Told) {
            foreach ($value in $secret, $session, $password, [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes("AWS:$password"))) {
                if ($Told.Contains($value)) { $value }
            }
            if ($Told -match 'Signature=[0-9a-f]{8}') { $Matches[0] }
        }
    }

    It 'by -Verbose is source, profile, region, endpoint, calls and time' {
        $record = Get-Record { Get-ECRLoginCommand -ProfileName work -RegistryId (1..11) -Verbose }
        $told = $record.Verbose -join "`n"
        $told | Should -Match '(?m)^Credentials: .*work'
        $told | Should -Match '(?m)^Profile: work$'
        $told | Should -Match '(?m)^Region: us-east-1$'
        $told | Should -Match "(?m)^Endpoint: $([regex]::Escape($endpoint))"
        $told | Should -Match '(?m)^Calls: 2, in \d+ ms$'
        Find-Leak (Get-Told $record) | Should -BeNullOrEmpty
    }

    It 'by -Debug is the log of the SDK, without a question' {
        $record = Get-Record { Get-ECRLoginCommand -ProfileName work -Debug }
        $record.Output.Where({ $_.Username }).Password | Should -BeExactly $password
        @($record.Debug).Count | Should -BeGreaterThan 5
        Find-Leak (Get-Told $record) | Should -BeNullOrEmpty
    }

    It 'by -Verbose with -<Scenario> is where the keys came from' -ForEach @(
        @{ Scenario = 'AccessKey'; Parameters = { @{ AccessKey = 'ASIAIOSFODNN9EXAMPLE'; SecretKey = $secret; SessionToken = $session } }; Source = 'parameters' }
        @{ Scenario = 'Credential'; Parameters = { @{ Credential = @{ AccessKey = 'ASIAIOSFODNN9EXAMPLE'; SecretKey = $secret; SessionToken = $session } } }; Source = '-Credential' }
    ) {
        $parameters = & $Parameters
        $record = Get-Record { Get-ECRLoginCommand @parameters -Verbose -Debug }
        $record.Verbose -join "`n" | Should -Match "(?m)^Credentials: $Source`$"
        Find-Leak (Get-Told $record) | Should -BeNullOrEmpty
    }
}
