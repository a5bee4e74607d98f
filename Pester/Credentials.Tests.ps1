BeforeAll {
    . $PSScriptRoot/Support/Environment.ps1
    . $PSScriptRoot/Support/Records.ps1
    Enter-TestEnvironment $TestDrive
    Open-LocalEcr

    # One key for each place that a key can come from.
    $script:keys = @{
        $accessKey           = @{ secret = $secretKey }
        AKIAIOSFODNN8EXAMPLE = @{ secret = 'second' }
        ASIAIOSFODNN9EXAMPLE = @{ secret = 'third'; session_token = 'session' }
        AKIASTOREDEXAMPLE000 = @{ secret = 'stored' }
        AKIAPROFILEEXAMPLE00 = @{ secret = 'work' }
        AKIAPROFILEEXAMPLE01 = @{ secret = 'play' }
        AKIAPROFILEEXAMPLE02 = @{ secret = 'elsewhere' }
    }
    $null = New-Item -ItemType Directory "$TestDrive/.aws"
    Set-Content "$TestDrive/.aws/credentials" @'
[work]
aws_access_key_id = AKIAPROFILEEXAMPLE00
aws_secret_access_key = work
[play]
aws_access_key_id = AKIAPROFILEEXAMPLE01
aws_secret_access_key = play
'@
    Set-Content "$TestDrive/.aws/config" '[profile work]', 'region = ap-south-1'
    $script:elsewhere = Join-Path $TestDrive 'elsewhere'
    Set-Content $elsewhere '[work]', 'aws_access_key_id = AKIAPROFILEEXAMPLE02', 'aws_secret_access_key = elsewhere'

    function ConvertTo-Secure($Text) {
        $secure = [securestring]::new()
        foreach ($letter in $Text.ToCharArray()) { $secure.AppendChar($letter) }
        $secure
    }

    function Get-Hash($Text) {
        $bytes = [Security.Cryptography.SHA256]::Create().ComputeHash([Text.Encoding]::UTF8.GetBytes($Text))
        [BitConverter]::ToString($bytes).Replace('-', '').ToLowerInvariant()
    }

    # Objects that look and behave like those of AWS Tools and of the AWS SDK for .NET.
    if (-not ('LikeAwsTools.ShellCredentials' -as [type])) {
        Add-Type @'
namespace LikeAwsTools {
    public class Keys {
        public string AccessKey { get; set; }
        public string SecretKey { get; set; }
        public string Token { get; set; }
    }
    public class SdkCredentials {
        private readonly Keys keys;
        public SdkCredentials(Keys keys) { this.keys = keys; }
        public Keys GetCredentials() { return keys; }
    }
    public class ShellCredentials {
        public ShellCredentials(SdkCredentials credentials) { Credentials = credentials; }
        internal SdkCredentials Credentials { get; private set; }
        public string Source { get { return "a profile"; } }
    }
    public class RegionEndpoint {
        public string SystemName { get; set; }
        public string DisplayName { get; set; }
    }
}
'@
    }

    function Get-SdkObject($Keys) {
        $all = @{ AccessKey = ''; SecretKey = ''; Token = '' }
        foreach ($name in $Keys.Keys) { $all[$name] = $Keys[$name] }
        New-Object LikeAwsTools.SdkCredentials (New-Object LikeAwsTools.Keys -Property $all)
    }

    function Get-ToolsObject($Keys) {
        New-Object LikeAwsTools.ShellCredentials (Get-SdkObject $Keys)
    }

    $script:lasting = @{ AccessKey = 'AKIAIOSFODNN8EXAMPLE'; SecretKey = 'second' }
    $script:temporary = @{ AccessKey = 'ASIAIOSFODNN9EXAMPLE'; SecretKey = 'third'; Token = 'session' }

    # The last token call: who signed it, and where.
    function Get-Signer {
        $call = @(Get-EcrCall | Where-Object service -EQ 'ecr')[-1]
        $call.status | Should -Be 200
        $call
    }
}

AfterAll {
    Exit-TestEnvironment
}

Describe 'Keys as parameters' {
    BeforeEach {
        Use-EcrSetting @{ keys = $keys }
    }

    It 'sign as <Scenario>' -ForEach @(
        @{ Scenario = 'text'; Parameters = { @{ AccessKey = 'AKIAIOSFODNN8EXAMPLE'; SecretKey = 'second' } } }
        @{ Scenario = 'SecureStrings'; Parameters = {
                @{ AccessKey = 'ASIAIOSFODNN9EXAMPLE'; SecretKey = (ConvertTo-Secure 'third'); SessionToken = (ConvertTo-Secure 'session') }
            }
        }
        @{ Scenario = 'AK, SK and ST'; Parameters = { @{ AK = 'ASIAIOSFODNN9EXAMPLE'; SK = 'third'; ST = 'session' } } }
        @{ Scenario = 'SecretAccessKey'; Parameters = { @{ AccessKey = 'AKIAIOSFODNN8EXAMPLE'; SecretAccessKey = 'second' } } }
    ) {
        $parameters = & $Parameters
        $null = Get-ECRLoginCommand @parameters
        (Get-Signer).access_key | Should -BeExactly $(if ($parameters['AK']) { $parameters['AK'] } else { $parameters['AccessKey'] })
    }

    It 'send the session token that was given' {
        $null = Get-ECRLoginCommand -AccessKey ASIAIOSFODNN9EXAMPLE -SecretKey third -SessionToken session
        (Get-Signer).session_token_sha256 | Should -BeExactly (Get-Hash 'session')
    }

    It 'need <Missing>' -ForEach @(
        @{ Missing = 'SecretKey'; Parameters = @{ AccessKey = 'AKIAIOSFODNN8EXAMPLE' } }
        @{ Missing = 'AccessKey'; Parameters = @{ SecretKey = 'hunter2' } }
        @{ Missing = 'SecretKey and AccessKey'; Parameters = @{ SessionToken = 'hunter2'; Credential = @{ AccessKey = 'A'; SecretKey = 'b' } } }
    ) {
        $record = Get-Record { Get-ECRLoginCommand @Parameters }
        Get-ErrorId $record.Thrown | Should -BeExactly 'EcrLogin.InvalidParameter'
        "$($record.Thrown)" | Should -Match '-AccessKey and -SecretKey'
        "$($record.Thrown)" | Should -Not -Match 'hunter2'
        Get-EcrCall | Should -BeNullOrEmpty
    }

    It 'name the type alone of a <Parameter> that is <Scenario>' -ForEach @(
        @{ Parameter = 'SecretKey'; Scenario = 'a list'; Value = @('hunter2'); Type = 'System.Object[]' }
        @{ Parameter = 'SecretKey'; Scenario = 'an object'; Value = [pscustomobject]@{ a = 'hunter2' }; Type = 'PSCustomObject' }
        @{ Parameter = 'SessionToken'; Scenario = 'a number'; Value = 424242; Type = 'System.Int32' }
        @{ Parameter = 'SessionToken'; Scenario = 'a hashtable'; Value = @{ a = 'hunter2' }; Type = 'System.Collections.Hashtable' }
    ) {
        $parameters = @{ AccessKey = 'AKIAIOSFODNN8EXAMPLE'; SecretKey = 'second' }
        $parameters[$Parameter] = $Value
        $record = Get-Record { Get-ECRLoginCommand @parameters }
        Get-ErrorId $record.Thrown | Should -BeExactly 'EcrLogin.InvalidSecretType'
        "$($record.Thrown)" | Should -BeLike "-$Parameter is of type *"
        "$($record.Thrown)".Contains($Type) | Should -BeTrue
        ($record.Thrown | Format-List * -Force | Out-String) | Should -Not -Match 'hunter2|424242'
    }
}

Describe 'A -Credential' {
    BeforeEach {
        Use-EcrSetting @{ keys = $keys }
    }

    It 'may be <Scenario>' -ForEach @(
        @{ Scenario = 'a PSCredential'; Value = { [pscredential]::new('AKIAIOSFODNN8EXAMPLE', (ConvertTo-Secure 'second')) } }
        @{ Scenario = 'a hashtable'; Value = { @{ AccessKey = 'AKIAIOSFODNN8EXAMPLE'; SecretKey = 'second' } } }
        @{ Scenario = 'a hashtable with a SecureString'; Value = { @{ AccessKeyId = 'AKIAIOSFODNN8EXAMPLE'; SecretAccessKey = (ConvertTo-Secure 'second') } } }
        @{ Scenario = 'an object of the SDK'; Value = { Get-SdkObject $lasting } }
        @{ Scenario = 'an object of AWS Tools'; Value = { Get-ToolsObject $lasting } }
    ) {
        $null = Get-ECRLoginCommand -Credential (& $Value)
        (Get-Signer).access_key | Should -BeExactly 'AKIAIOSFODNN8EXAMPLE'
        (Get-Signer).session_token_present | Should -BeFalse
    }

    It 'may be temporary keys: <Scenario>' -ForEach @(
        @{ Scenario = 'what STS gives'; Value = { [pscustomobject]@{ AccessKeyId = 'ASIAIOSFODNN9EXAMPLE'; SecretAccessKey = 'third'; SessionToken = 'session' } } }
        @{ Scenario = 'the output of the AWS CLI'; Value = {
                '{"Credentials":{"AccessKeyId":"ASIAIOSFODNN9EXAMPLE","SecretAccessKey":"third","SessionToken":"session","Expiration":"2030-01-01T00:00:00Z"}}' | ConvertFrom-Json
            }
        }
        @{ Scenario = 'the output of Use-STSRole'; Value = { [pscustomobject]@{ Credentials = Get-SdkObject $temporary } } }
        @{ Scenario = 'an object of the SDK'; Value = { Get-SdkObject $temporary } }
        @{ Scenario = 'an object of AWS Tools'; Value = { Get-ToolsObject $temporary } }
        @{ Scenario = 'an object with a method GetCredentials'; Value = {
                [pscustomobject]@{} | Add-Member -PassThru ScriptMethod GetCredentials { @{ AccessKey = 'ASIAIOSFODNN9EXAMPLE'; SecretKey = 'third'; Token = 'session' } }
            }
        }
    ) {
        $null = Get-ECRLoginCommand -Credential (& $Value)
        (Get-Signer).access_key | Should -BeExactly 'ASIAIOSFODNN9EXAMPLE'
        (Get-Signer).session_token_sha256 | Should -BeExactly (Get-Hash 'session')
    }

    It 'is refused when it is <Scenario>, by its type alone' -ForEach @(
        @{ Scenario = 'text'; Value = { 'hunter2' }; Type = 'System.String' }
        @{ Scenario = 'an empty list'; Value = { , @() }; Type = 'System.Object[]' }
        @{ Scenario = 'an object without keys'; Value = { [pscustomobject]@{ Password = 'hunter2' } }; Type = 'PSCustomObject' }
        @{ Scenario = 'half a pair'; Value = { @{ SecretKey = 'hunter2' } }; Type = 'Hashtable' }
        @{ Scenario = 'an empty PSCredential'; Value = { [pscredential]::Empty }; Type = 'PSCredential' }
        @{ Scenario = 'an object of AWS Tools without keys'; Value = { Get-ToolsObject @{} }; Type = 'LikeAwsTools.ShellCredentials' }
        @{ Scenario = 'an object that gives nothing'; Value = { [pscustomobject]@{} | Add-Member -PassThru ScriptMethod GetCredentials { } }; Type = 'PSCustomObject' }
        @{ Scenario = 'an object that fails'; Value = { [pscustomobject]@{} | Add-Member -PassThru ScriptMethod GetCredentials { throw 'the session has ended' } }; Type = 'the session has ended' }
    ) {
        $record = Get-Record { Get-ECRLoginCommand -Credential (& $Value) }
        Get-ErrorId $record.Thrown | Should -BeExactly 'EcrLogin.InvalidCredential'
        "$($record.Thrown)".Contains($Type) | Should -BeTrue
        ($record.Thrown | Format-List * -Force | Out-String) | Should -Not -Match 'hunter2'
        Get-EcrCall | Should -BeNullOrEmpty
    }

    It 'names the type alone of a secret key in it that is none' {
        $record = Get-Record { Get-ECRLoginCommand -Credential @{ AccessKey = 'A'; SecretKey = @('hunter2') } }
        Get-ErrorId $record.Thrown | Should -BeExactly 'EcrLogin.InvalidSecretType'
        "$($record.Thrown)" | Should -BeLike 'The secret key in -Credential is of type System.Object?]*'
        "$($record.Thrown)" | Should -Not -Match 'hunter2'
    }
}

Describe 'A profile' {
    BeforeEach {
        Use-EcrSetting @{ keys = $keys }
        $env:AWS_ACCESS_KEY_ID = $accessKey
        $env:AWS_SECRET_ACCESS_KEY = $secretKey
        $env:AWS_REGION = 'us-east-1'
    }

    AfterAll {
        $env:AWS_PROFILE = $env:AWS_DEFAULT_PROFILE = $null
        $env:AWS_ACCESS_KEY_ID = $accessKey
        $env:AWS_SECRET_ACCESS_KEY = $secretKey
        $env:AWS_REGION = 'us-east-1'
    }

    It 'is named by -<_>' -ForEach 'ProfileName', 'StoredCredentials', 'AWSProfileName', 'Profile' {
        $parameters = @{ $_ = 'work' }
        $null = Get-ECRLoginCommand @parameters
        (Get-Signer).access_key | Should -BeExactly 'AKIAPROFILEEXAMPLE00'
    }

    It 'is searched in the file that -<_> names alone' -ForEach 'ProfileLocation', 'AWSProfilesLocation', 'ProfilesLocation' {
        $parameters = @{ $_ = $elsewhere }
        $null = Get-ECRLoginCommand -ProfileName work @parameters
        (Get-Signer).access_key | Should -BeExactly 'AKIAPROFILEEXAMPLE02'
        Get-ThrownId { Get-ECRLoginCommand -ProfileName play @parameters } | Should -BeExactly 'EcrLogin.ProfileNotFound'
    }

    It 'says the region, where no variable does' {
        $env:AWS_REGION = $null
        $null = Get-ECRLoginCommand -ProfileName work
        (Get-Signer).region | Should -BeExactly 'ap-south-1'
    }

    It 'that is set in the running shell counts at once' {
        $env:AWS_ACCESS_KEY_ID = $env:AWS_SECRET_ACCESS_KEY = $null
        $signers = foreach ($name in 'work', 'play') {
            $env:AWS_PROFILE = $name
            $null = Get-ECRLoginCommand
            (Get-Signer).access_key
        }
        $env:AWS_PROFILE = $null
        $env:AWS_DEFAULT_PROFILE = 'work'
        $null = Get-ECRLoginCommand
        $signers + (Get-Signer).access_key | Should -BeExactly 'AKIAPROFILEEXAMPLE00', 'AKIAPROFILEEXAMPLE01', 'AKIAPROFILEEXAMPLE00'
    }

    It 'that is not there is an error that lists those that are' {
        $record = Get-Record { Get-ECRLoginCommand -ProfileName wrok }
        Get-ErrorId $record.Thrown | Should -BeExactly 'EcrLogin.ProfileNotFound'
        $record.Thrown.CategoryInfo.Category | Should -Be 'ObjectNotFound'
        "$($record.Thrown)" | Should -Match 'wrok'
        $record.Thrown.Exception.Data['Details'] | Should -BeExactly 'play', 'work'
        Get-EcrCall | Should -BeNullOrEmpty
    }

    It 'without a name is none' {
        Get-ThrownId { Get-ECRLoginCommand -ProfileName '' } | Should -BeExactly 'EcrLogin.InvalidParameter'
    }
}

Describe 'The defaults of the shell' {
    BeforeEach {
        Use-EcrSetting @{ keys = $keys }
    }

    AfterEach {
        foreach ($name in 'StoredAWSCredentials', 'StoredAWSRegion') { Remove-Variable $name -Scope Global -ErrorAction Ignore }
    }

    It 'may be credentials as <Scenario>' -ForEach @(
        @{ Scenario = 'an object of AWS Tools'; Value = { Get-ToolsObject $temporary }; Key = 'ASIAIOSFODNN9EXAMPLE' }
        @{ Scenario = 'an object of the SDK'; Value = { Get-SdkObject @{ AccessKey = 'AKIASTOREDEXAMPLE000'; SecretKey = 'stored' } }; Key = 'AKIASTOREDEXAMPLE000' }
        @{ Scenario = 'a PSCredential'; Value = { [pscredential]::new('AKIASTOREDEXAMPLE000', (ConvertTo-Secure 'stored')) }; Key = 'AKIASTOREDEXAMPLE000' }
        @{ Scenario = 'a plain object'; Value = { [pscustomobject]@{ AccessKey = 'AKIASTOREDEXAMPLE000'; SecretKey = 'stored' } }; Key = 'AKIASTOREDEXAMPLE000' }
        @{ Scenario = 'the name of a profile'; Value = { 'work' }; Key = 'AKIAPROFILEEXAMPLE00' }
        @{ Scenario = 'blanks, which are none'; Value = { ' ' }; Key = 'AKIAIOSFODNN7EXAMPLE' }
        @{ Scenario = 'null, which is none'; Value = { $null }; Key = 'AKIAIOSFODNN7EXAMPLE' }
    ) {
        $StoredAWSCredentials = & $Value
        $null = Get-ECRLoginCommand
        (Get-Signer).access_key | Should -BeExactly $Key
    }

    It 'may be a region as <Scenario>' -ForEach @(
        @{ Scenario = 'text'; Value = { 'eu-west-3' } }
        @{ Scenario = 'an object of the SDK'; Value = { New-Object LikeAwsTools.RegionEndpoint -Property @{ SystemName = 'eu-west-3'; DisplayName = 'Europe' } } }
        @{ Scenario = 'an object of AWS Tools'; Value = { [pscustomobject]@{ Region = 'eu-west-3'; Name = 'Europe' } } }
    ) {
        $StoredAWSRegion = & $Value
        $null = Get-ECRLoginCommand
        (Get-Signer).region | Should -BeExactly 'eu-west-3'
        $null = Get-ECRLoginCommand -Region eu-west-1
        (Get-Signer).region | Should -BeExactly 'eu-west-1'
    }

    It 'are named in the error when they are of no use' {
        $StoredAWSRegion = 5
        $record = Get-Record { Get-ECRLoginCommand }
        "$($record.Thrown)" | Should -BeLike '$StoredAWSRegion is of type System.Int32*'
        $StoredAWSRegion = $null
        $StoredAWSCredentials = @{ Password = 'hunter2' }
        $record = Get-Record { Get-ECRLoginCommand }
        "$($record.Thrown)" | Should -BeLike '*$StoredAWSCredentials holds no access key*'
        "$($record.Thrown)" | Should -Not -Match 'hunter2'
    }

    It 'are seen in the scope of <Scenario>' -ForEach @(
        @{ Scenario = 'the calling function'; Script = '
            function Get-Inner { $StoredAWSCredentials = "work"; $StoredAWSRegion = "eu-west-3"; Get-ECRLoginCommand }
            Get-Inner' }
        @{ Scenario = 'the function before that'; Script = '
            function Get-Inner { Get-ECRLoginCommand }
            function Get-Outer { $StoredAWSCredentials = "work"; $StoredAWSRegion = "eu-west-3"; Get-Inner }
            Get-Outer' }
        @{ Scenario = 'the calling script'; Script = '
            $script:StoredAWSCredentials = "work"
            $script:StoredAWSRegion = "eu-west-3"
            function Get-Inner { Get-ECRLoginCommand }
            Get-Inner' }
        @{ Scenario = 'the calling module'; Script = '
            $module = New-Module {
                $script:StoredAWSCredentials = "work"
                $script:StoredAWSRegion = "eu-west-3"
                function Get-Inner { Get-ECRLoginCommand }
            }
            & $module { Get-Inner }' }
        @{ Scenario = 'the session'; Script = '
            Set-Variable -Scope Global StoredAWSCredentials "work"
            Set-Variable -Scope Global StoredAWSRegion "eu-west-3"
            function Get-Inner { Get-ECRLoginCommand }
            Get-Inner' }
    ) {
        $file = Join-Path $TestDrive 'caller.ps1'
        Set-Content $file $Script
        $null = & $file
        (Get-Signer).access_key | Should -BeExactly 'AKIAPROFILEEXAMPLE00'
        (Get-Signer).region | Should -BeExactly 'eu-west-3'
    }
}

Describe 'A variable of the environment' {
    It 'called <_> changes nothing' -ForEach 'Count', 'Keys', 'Values', 'Item', 'SyncRoot' {
        Use-Variable $_ 'TopSecret1'
        try {
            (Get-ECRLoginCommand).Username | Should -BeExactly 'AWS'
        } finally {
            Use-Variable $_ $null
        }
    }
}

Describe 'Of several sources' {
    BeforeEach {
        Use-EcrSetting @{ keys = $keys }
    }

    It '<First> go before the rest' -ForEach @(
        @{ First = 'keys'; Given = 'Keys', 'Profile', 'Credential', 'Stored', 'Environment'; Key = 'AKIAIOSFODNN8EXAMPLE'; Source = 'parameters' }
        @{ First = 'profiles'; Given = 'Profile', 'Credential', 'Stored', 'Environment'; Key = 'AKIAPROFILEEXAMPLE00'; Source = 'work' }
        @{ First = 'credentials'; Given = 'Credential', 'Stored', 'Environment'; Key = 'ASIAIOSFODNN9EXAMPLE'; Source = '-Credential' }
        @{ First = 'stored objects'; Given = 'Stored', 'Environment'; Key = 'AKIASTOREDEXAMPLE000'; Source = '\$StoredAWSCredentials' }
        @{ First = 'stored names'; Given = 'StoredName', 'Environment'; Key = 'AKIAPROFILEEXAMPLE01'; Source = 'play' }
        @{ First = 'variables with keys'; Given = 'Environment', 'EnvironmentProfile'; Key = 'AKIAIOSFODNN7EXAMPLE'; Source = 'environment' }
        @{ First = 'variables with a profile'; Given = @('EnvironmentProfile'); Key = 'AKIAPROFILEEXAMPLE01'; Source = 'play' }
    ) {
        $parameters = @{}
        if ($Given -contains 'Keys') { $parameters += @{ AccessKey = 'AKIAIOSFODNN8EXAMPLE'; SecretKey = 'second' } }
        if ($Given -contains 'Profile') { $parameters['ProfileName'] = 'work' }
        if ($Given -contains 'Credential') {
            $parameters['Credential'] = @{ AccessKey = 'ASIAIOSFODNN9EXAMPLE'; SecretKey = 'third'; SessionToken = 'session' }
        }
        $StoredAWSCredentials = $null
        if ($Given -contains 'Stored') { $StoredAWSCredentials = @{ AccessKey = 'AKIASTOREDEXAMPLE000'; SecretKey = 'stored' } }
        if ($Given -contains 'StoredName') { $StoredAWSCredentials = 'play' }
        $env:AWS_PROFILE = if ($Given -contains 'EnvironmentProfile') { 'play' }
        if ($Given -notcontains 'Environment') { $env:AWS_ACCESS_KEY_ID = $env:AWS_SECRET_ACCESS_KEY = $null }
        try {
            $record = Get-Record { Get-ECRLoginCommand @parameters -Verbose }
        } finally {
            $env:AWS_PROFILE = $null
            $env:AWS_ACCESS_KEY_ID = $accessKey
            $env:AWS_SECRET_ACCESS_KEY = $secretKey
        }
        $record.Thrown | Should -BeNullOrEmpty
        (Get-Signer).access_key | Should -BeExactly $Key
        $record.Verbose -join "`n" | Should -Match "(?m)^Credentials: .*$Source"
    }

    It '-NoSignRequest looks for none, and as false for all' {
        $StoredAWSCredentials = @{ Password = 'of no use' }
        $record = Get-Record { Get-ECRLoginCommand -NoSignRequest -ErrorAction Continue }
        $record.Thrown.Exception.AwsCode | Should -BeExactly 'MissingAuthenticationTokenException'
        @(Get-EcrCall)[-1].access_key | Should -BeNullOrEmpty
        $StoredAWSCredentials = @{ AccessKey = 'AKIASTOREDEXAMPLE000'; SecretKey = 'stored' }
        $null = Get-ECRLoginCommand -NoSignRequest:$false
        (Get-Signer).access_key | Should -BeExactly 'AKIASTOREDEXAMPLE000'
    }
}

Describe 'The region' {
    BeforeEach {
        Use-EcrSetting @{ keys = $keys }
    }

    It 'may be given as -<_>' -ForEach 'Region', 'RegionToCall' {
        $parameters = @{ $_ = 'eu-west-3' }
        $null = Get-ECRLoginCommand @parameters
        (Get-Signer).region | Should -BeExactly 'eu-west-3'
    }

    It 'may be one that nobody knows yet' {
        $null = Get-ECRLoginCommand -Region xx-future-1
        (Get-Signer).region | Should -BeExactly 'xx-future-1'
    }
}
