BeforeAll {
    . $PSScriptRoot/Support/Environment.ps1
    . $PSScriptRoot/Support/Records.ps1
    Enter-TestEnvironment $TestDrive
    Open-LocalEcr
}

AfterAll {
    Exit-TestEnvironment
}

Describe 'The request' {
    BeforeEach {
        Use-EcrSetting
    }

    Context 'The environment' {
        AfterEach {
            $env:AWS_PROFILE = $env:AWS_SHARED_CREDENTIALS_FILE = $null
            $env:AWS_ACCESS_KEY_ID = $accessKey
            $env:AWS_SECRET_ACCESS_KEY = $secretKey
            $env:AWS_REGION = 'us-east-1'
        }

        It 'sees a variable that was set in the running shell' {
            Use-EcrSetting @{ keys = @{ AKIAIOSFODNN8EXAMPLE = @{ secret = 'of-profile-x' } } }
            $file = Join-Path $TestDrive 'credentials'
            Set-Content $file '[x]', 'aws_access_key_id = AKIAIOSFODNN8EXAMPLE', 'aws_secret_access_key = of-profile-x'
            $env:AWS_ACCESS_KEY_ID = $env:AWS_SECRET_ACCESS_KEY = $null
            $env:AWS_SHARED_CREDENTIALS_FILE = $file

            $env:AWS_PROFILE = 'x'

            Get-ECRLoginCommand | Should -Not -BeNullOrEmpty
            (Get-EcrCall).access_key | Should -BeExactly 'AKIAIOSFODNN8EXAMPLE'
        }

        It 'does not see a variable that was taken out of it' {
            $env:AWS_REGION = $null
            Get-ThrownId { Get-ECRLoginCommand } | Should -BeExactly 'EcrLogin.NoRegion'
        }

        It 'carries names and values of every kind' {
            $odd = 'ODD(x86) "name"'
            Use-Variable $odd "a`tb$([char]0x20AC)`"\/"
            try { Get-ECRLoginCommand | Should -Not -BeNullOrEmpty } finally { Use-Variable $odd $null }
        }
    }

    Context 'Parameters' {
        BeforeEach {
            Use-EcrSetting @{
                keys = @{
                    $accessKey           = @{ secret = $secretKey }
                    AKIAIOSFODNN8EXAMPLE = @{ secret = 'second' }
                    ASIAIOSFODNN9EXAMPLE = @{ secret = 'third'; session_token = 'session' }
                }
            }
            $script:secure = [securestring]::new()
            foreach ($letter in 'second'.ToCharArray()) { $secure.AppendChar($letter) }
            $script:profiles = Join-Path $TestDrive 'other'
            Set-Content $profiles '[work]', 'aws_access_key_id = AKIAIOSFODNN8EXAMPLE', 'aws_secret_access_key = second'
        }

        It 'signs with -AccessKey and -SecretKey as <Scenario>' -ForEach @(
            @{ Scenario = 'text'; Secret = { 'second' } }
            @{ Scenario = 'a SecureString'; Secret = { $secure } }
        ) {
            $null = Get-ECRLoginCommand -AccessKey AKIAIOSFODNN8EXAMPLE -SecretKey (& $Secret)
            (Get-EcrCall).access_key | Should -BeExactly 'AKIAIOSFODNN8EXAMPLE'
        }

        It 'sends -SessionToken along' {
            $null = Get-ECRLoginCommand -AccessKey ASIAIOSFODNN9EXAMPLE -SecretKey third -SessionToken session
            (Get-EcrCall).session_token_present | Should -BeTrue
        }

        It 'signs with -Credential that is <Scenario>' -ForEach @(
            @{ Scenario = 'a PSCredential'; Value = { [pscredential]::new('AKIAIOSFODNN8EXAMPLE', $secure) } }
            @{ Scenario = 'a hashtable'; Value = { @{ AccessKey = 'AKIAIOSFODNN8EXAMPLE'; SecretKey = 'second' } } }
            @{ Scenario = 'a hashtable with a SecureString'; Value = { @{ AccessKey = 'AKIAIOSFODNN8EXAMPLE'; SecretKey = $secure } } }
            @{ Scenario = 'an object of STS'; Value = { [pscustomobject]@{ AccessKeyId = 'ASIAIOSFODNN9EXAMPLE'; SecretAccessKey = 'third'; SessionToken = 'session' } } }
            @{ Scenario = 'the whole answer of STS'; Value = { '{"Credentials":{"AccessKeyId":"ASIAIOSFODNN9EXAMPLE","SecretAccessKey":"third","SessionToken":"session"}}' | ConvertFrom-Json } }
            @{ Scenario = 'an object with GetCredentials()'; Value = {
                    [pscustomobject]@{} | Add-Member -PassThru ScriptMethod GetCredentials {
                        [pscustomobject]@{ AccessKey = 'ASIAIOSFODNN9EXAMPLE'; SecretKey = 'third'; Token = 'session' }
                    } }
            }
        ) {
            $null = Get-ECRLoginCommand -Credential (& $Value)
            (Get-EcrCall).access_key | Should -BeIn 'AKIAIOSFODNN8EXAMPLE', 'ASIAIOSFODNN9EXAMPLE'
        }

        It 'prefers <Scenario> to -Credential' -ForEach @(
            @{ Scenario = 'keys'; Preferred = { @{ AccessKey = 'AKIAIOSFODNN8EXAMPLE'; SecretKey = 'second' } } }
            @{ Scenario = 'a profile'; Preferred = { @{ ProfileName = 'work'; ProfileLocation = $profiles } } }
        ) {
            $parameters = & $Preferred
            $null = Get-ECRLoginCommand @parameters -Credential @{ AccessKey = 'ASIAIOSFODNN9EXAMPLE'; SecretKey = 'third' }
            (Get-EcrCall).access_key | Should -BeExactly 'AKIAIOSFODNN8EXAMPLE'
        }

        It 'refuses a -Credential that is <Scenario>' -ForEach @(
            @{ Scenario = 'a number'; Value = 5 }
            @{ Scenario = 'an object without keys'; Value = [pscustomobject]@{ Password = 'hunter2' } }
            @{ Scenario = 'empty'; Value = [pscredential]::Empty }
            @{ Scenario = 'without keys at the moment'; Value = ([pscustomobject]@{} | Add-Member -PassThru ScriptMethod GetCredentials { throw 'not now' }) }
        ) {
            $record = Get-Record { Get-ECRLoginCommand -Credential $Value }
            Get-ErrorId $record.Thrown | Should -BeExactly 'EcrLogin.InvalidCredential'
            "$($record.Thrown)" | Should -Not -Match 'hunter2'
        }

        It 'names the type alone of a <Parameter> that is neither text nor a SecureString' -ForEach @(
            @{ Parameter = 'SecretKey' }
            @{ Parameter = 'SessionToken' }
        ) {
            $parameters = @{ AccessKey = 'AKIAIOSFODNN8EXAMPLE'; SecretKey = 'second' }
            $parameters[$Parameter] = @('hunter2')
            $record = Get-Record { Get-ECRLoginCommand @parameters }
            Get-ErrorId $record.Thrown | Should -BeExactly 'EcrLogin.InvalidSecretType'
            "$($record.Thrown)" | Should -Match "-$Parameter.*Object\[\]"
            "$($record.Thrown)" | Should -Not -Match 'hunter2'
        }

        It 'asks the region of <Scenario>' -ForEach @(
            @{ Scenario = 'text'; Value = 'eu-west-3' }
            @{ Scenario = 'an object of the SDK'; Value = [pscustomobject]@{ SystemName = 'eu-west-3'; DisplayName = 'Europe' } }
            @{ Scenario = 'an object of AWS Tools'; Value = [pscustomobject]@{ Region = 'eu-west-3'; Name = 'Europe' } }
        ) {
            $null = Get-ECRLoginCommand -Region $Value
            (Get-EcrCall).region | Should -BeExactly 'eu-west-3'
        }

        It 'refuses a -Region that has no name' {
            foreach ($value in 5, [switch]$true) {
                Get-ThrownId { Get-ECRLoginCommand -Region $value } | Should -BeExactly 'EcrLogin.InvalidParameter'
            }
        }

        It 'finds -ProfileLocation <Scenario>' -ForEach @(
            @{ Scenario = 'from the current location'; Path = 'other' }
            @{ Scenario = 'from home'; Path = '~/other' }
            @{ Scenario = 'on a drive of PowerShell'; Path = 'TestDrive:/other' }
        ) {
            Push-Location $TestDrive
            try {
                # What ~ means is settled when a session starts.
                $Path = $Path -replace '^~', $TestDrive
                $null = Get-ECRLoginCommand -ProfileName work -ProfileLocation $Path
            } finally {
                Pop-Location
            }
            (Get-EcrCall).access_key | Should -BeExactly 'AKIAIOSFODNN8EXAMPLE'
        }

        It 'calls -EndpointUrl in place of any other endpoint' {
            $env:AWS_ENDPOINT_URL = 'http://127.0.0.1:9'
            try { $null = Get-ECRLoginCommand -EndpointUrl $endpoint } finally { $env:AWS_ENDPOINT_URL = $endpoint }
            @(Get-EcrCall).Count | Should -Be 1
        }

        It 'has the alias <Alias> for <Parameter>' -ForEach @(
            @{ Parameter = 'RegistryId'; Alias = 'RegistryIds' }
            @{ Parameter = 'RegistryId'; Alias = 'AccountId' }
            @{ Parameter = 'Region'; Alias = 'RegionToCall' }
            @{ Parameter = 'RegistryId'; Alias = 'Registry' }
            @{ Parameter = 'RegistryId'; Alias = 'ProxyEndpoint' }
            @{ Parameter = 'AccessKey'; Alias = 'AK' }
            @{ Parameter = 'AccessKey'; Alias = 'AccessKeyId' }
            @{ Parameter = 'SecretKey'; Alias = 'SK' }
            @{ Parameter = 'SecretKey'; Alias = 'SecretAccessKey' }
            @{ Parameter = 'SessionToken'; Alias = 'ST' }
            @{ Parameter = 'ProfileName'; Alias = 'StoredCredentials' }
            @{ Parameter = 'ProfileName'; Alias = 'AWSProfileName' }
            @{ Parameter = 'ProfileName'; Alias = 'Profile' }
            @{ Parameter = 'ProfileLocation'; Alias = 'AWSProfilesLocation' }
            @{ Parameter = 'ProfileLocation'; Alias = 'ProfilesLocation' }
            @{ Parameter = 'ConnectTimeoutSec'; Alias = 'CliConnectTimeout' }
            @{ Parameter = 'ReadTimeoutSec'; Alias = 'CliReadTimeout' }
        ) {
            (Get-Command Get-ECRLoginCommand).Parameters[$Parameter].Aliases | Should -Contain $Alias
        }

        It 'takes registries by position, and nothing after them' {
            $null = Get-ECRLoginCommand 222222222222
            (Get-EcrCall).registry_ids | Should -BeExactly '222222222222'
            Get-ThrownId { Get-ECRLoginCommand 222222222222 us-east-1 } | Should -BeExactly 'EcrLogin.InvalidParameter'
        }

        It 'takes -<Parameter> with nothing in it for a mistake: <Scenario>' -ForEach @(
            foreach ($parameter in 'AccessKey', 'SecretKey', 'SessionToken', 'Credential', 'ProfileName', 'ProfileLocation') {
                @{ Parameter = $parameter; Scenario = 'a null'; Value = $null }
                @{ Parameter = $parameter; Scenario = 'an empty text'; Value = '' }
            }
        ) {
            $parameters = @{ $Parameter = $Value }
            $record = Get-Record { Get-ECRLoginCommand @parameters }
            Get-ErrorId $record.Thrown | Should -BeExactly 'EcrLogin.InvalidParameter'
            "$($record.Thrown)" | Should -BeExactly ("-$Parameter is empty, and without it another identity would sign. " +
                'Check the variable that it comes from, or leave the parameter out.')
            Get-EcrCall | Should -BeNullOrEmpty
        }

        It 'takes -<_> with nothing in it for not given' -ForEach 'Region', 'EndpointUrl', 'MfaCode', 'CABundle', 'NetworkCredential' {
            foreach ($value in $null, '') {
                if ($_ -eq 'NetworkCredential' -and $value -is [string]) { continue }
                $parameters = @{ $_ = $value }
                (Get-ECRLoginCommand @parameters).Username | Should -BeExactly 'AWS'
            }
        }

        It 'refuses several Regions, which Connect-ECRRegistry alone takes' {
            $record = Get-Record { Get-ECRLoginCommand -Region eu-west-1, us-east-1 }
            Get-ErrorId $record.Thrown | Should -BeExactly 'EcrLogin.InvalidParameter'
            "$($record.Thrown)" | Should -BeLike '-Region names 2 Regions*'
            Get-EcrCall | Should -BeNullOrEmpty
        }
    }
}
