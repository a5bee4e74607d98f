BeforeAll {
    . $PSScriptRoot/Support/Environment.ps1
    . $PSScriptRoot/Support/Records.ps1
    Enter-TestEnvironment $TestDrive
    Open-LocalEcr

    # As the objects of the AWS SDK are: with values that nobody set, and some that cannot be read.
    if (-not ('FakeSdk.ClientConfig' -as [type])) {
        Add-Type @'
namespace FakeSdk {
    public class Region { public string SystemName { get; set; } public override string ToString() { return "shown name"; } }
    public class ClientConfig {
        public Region RegionEndpoint { get; set; }
        public string ServiceURL { get; set; }
        public bool UseFIPSEndpoint { get; set; }
        public bool UseDualstackEndpoint { get; set; }
        private int retries = 4;
        public int MaxErrorRetry { get { return retries; } set { retries = value; } }
        public string RegionEndpointServiceName { get { return "api.ecr"; } }
    }
    public class HalfReadable : ClientConfig {
        public string Unreadable { get { throw new System.InvalidOperationException(); } set { } }
    }
}
'@
    }
}

AfterAll {
    Exit-TestEnvironment
}

Describe '-ClientConfig' {
    BeforeEach {
        Use-EcrSetting
    }

    It 'says the Region, as <Scenario>' -ForEach @(
        @{ Scenario = 'an object of the SDK'; Config = { $one = [FakeSdk.ClientConfig]::new(); $one.RegionEndpoint = [FakeSdk.Region]@{ SystemName = 'eu-west-3' }; $one } }
        @{ Scenario = 'a hashtable'; Config = { @{ regionEndpoint = 'eu-west-3' } } }
        @{ Scenario = 'an object'; Config = { [pscustomobject]@{ RegionEndpoint = 'eu-west-3'; ServiceURL = $null } } }
    ) {
        $value = & $Config
        (Get-ECRLoginCommand -ClientConfig $value).ProxyEndpoint | Should -BeExactly 'https://111122223333.dkr.ecr.eu-west-3.amazonaws.com'
        (Get-ECRAuthorizationToken -ClientConfig $value -Region eu-west-1).ProxyEndpoint | Should -BeExactly 'https://111122223333.dkr.ecr.eu-west-1.amazonaws.com'
    }

    It 'says the endpoint, and -EndpointUrl wins over it' {
        $env:AWS_ENDPOINT_URL = 'http://127.0.0.1:1'
        try {
            (Get-ECRLoginPassword -ClientConfig @{ ServiceURL = $endpoint }) | Should -Not -BeNullOrEmpty
            (Get-ECRLoginPassword -ClientConfig @{ ServiceURL = 'http://127.0.0.1:1' } -EndpointUrl $endpoint) | Should -Not -BeNullOrEmpty
        } finally {
            $env:AWS_ENDPOINT_URL = $endpoint
        }
    }

    It 'says <Name>, and -<Parameter> wins over it' -ForEach @(
        @{ Name = 'UseFIPSEndpoint'; Parameter = 'UseFipsEndpoint'; Expected = 'ecr-fips\.' }
        @{ Name = 'UseDualstackEndpoint'; Parameter = 'UseDualStackEndpoint'; Expected = 'ecr\.us-east-1\.api\.aws' }
    ) {
        $env:AWS_ENDPOINT_URL = $null
        $off = @{ $Parameter = $false }
        try {
            # Nothing is reached: no proxy answers there.
            $env:HTTPS_PROXY = 'http://127.0.0.1:1'
            $said = Get-Record { Get-ECRLoginCommand -ClientConfig @{ $Name = $true } -Debug 5>&1 }
            $said.All, $said.Thrown | Out-String -Width 500 | Should -Match $Expected
            $said = Get-Record { Get-ECRLoginCommand -ClientConfig @{ $Name = $true } @off -Debug 5>&1 }
            $said.All, $said.Thrown | Out-String -Width 500 | Should -Not -Match $Expected
        } finally {
            $env:HTTPS_PROXY = $null
            $env:AWS_ENDPOINT_URL = $endpoint
        }
    }

    It 'that sets <Scenario> is an error that names it, before any call' -ForEach @(
        @{ Scenario = 'something else'; Config = { $one = [FakeSdk.ClientConfig]::new(); $one.MaxErrorRetry = 1; $one }; Named = 'MaxErrorRetry' }
        @{ Scenario = 'something else in a hashtable'; Config = { @{ Timeout = 5 } }; Named = 'Timeout' }
        @{ Scenario = 'no truth value'; Config = { @{ UseFIPSEndpoint = 'yes' } }; Named = 'UseFIPSEndpoint' }
    ) {
        $record = Get-Record { Get-ECRLoginCommand -ClientConfig (& $Config) }
        Get-ErrorId $record.Thrown | Should -BeExactly 'EcrLogin.InvalidParameter'
        "$($record.Thrown)" | Should -Match "-ClientConfig.* $Named|-ClientConfig\.$Named"
        Get-EcrCall | Should -BeNullOrEmpty
    }

    # .NET under wine does not come back from an error in a call by reflection.
    It 'may hold what cannot be read' -Tag Wine {
        $one = [FakeSdk.HalfReadable]::new()
        (Get-ECRLoginCommand -ClientConfig $one).ProxyEndpoint | Should -BeExactly 'https://111122223333.dkr.ecr.us-east-1.amazonaws.com'
        $one.RegionEndpoint = [FakeSdk.Region]@{ SystemName = 'eu-west-3' }
        (Get-ECRLoginCommand -ClientConfig $one).ProxyEndpoint | Should -BeExactly 'https://111122223333.dkr.ecr.eu-west-3.amazonaws.com'
    }

    It 'that sets nothing changes nothing' {
        (Get-ECRLoginCommand -ClientConfig ([FakeSdk.ClientConfig]::new())).ProxyEndpoint | Should -BeExactly 'https://111122223333.dkr.ecr.us-east-1.amazonaws.com'
        (Get-ECRLoginCommand -ClientConfig $null).ProxyEndpoint | Should -BeExactly 'https://111122223333.dkr.ecr.us-east-1.amazonaws.com'
    }
}
