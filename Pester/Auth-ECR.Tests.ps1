BeforeAll {
    . $PSScriptRoot/Support/Environment.ps1
    . $PSScriptRoot/Support/Records.ps1
    . $PSScriptRoot/Support/Clients.ps1
    Enter-TestEnvironment $TestDrive
    Open-LocalEcr
}

AfterAll {
    Exit-TestEnvironment
}

Describe 'Auth-ECR' {
    BeforeEach {
        Use-EcrSetting
        Use-Client
        foreach ($name in 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_REGION') { Use-Variable $name $null }
    }

    AfterEach {
        $env:AWS_EC2_METADATA_DISABLED = 'true'
        $env:AWS_EC2_METADATA_SERVICE_ENDPOINT = $null
    }

    It 'logs in with a key pair, in us-east-1 by default' {
        $login = Auth-ECR $accessKey $secretKey -PassThru
        $login.Registry | Should -BeExactly (Get-HostName 111122223333)
        (Get-EcrCall).access_key | Should -BeExactly $accessKey
        (Get-ClientRun $client).Text | Should -BeExactly 'password-for-111122223333'
    }

    It 'takes the secret as a SecureString, and its registries from the pipeline' {
        $secure = [securestring]::new()
        foreach ($letter in $secretKey.ToCharArray()) { $secure.AppendChar($letter) }
        '222222222222' | Auth-ECR $accessKey $secure
        (Get-ClientRun $client).Host | Should -BeExactly (Get-HostName 222222222222)
    }

    It 'asks the region of <Scenario>' -ForEach @(
        @{ Scenario = '-Region'; Parameters = @{ Region = 'eu-west-1' } }
        @{ Scenario = 'AWS_REGION'; Set = @{ AWS_REGION = 'eu-west-1' } }
        @{ Scenario = '$StoredAWSRegion'; Stored = 'eu-west-1' }
        @{ Scenario = 'the profile'; Set = @{ AWS_CONFIG_FILE = 'config' } }
    ) {
        Set-Content "$TestDrive/config" '[default]', 'region = eu-west-1'
        if ($Stored) { $StoredAWSRegion = $Stored }
        if ($null -eq $Parameters) { $Parameters = @{} }
        foreach ($name in $Set.Keys) { Use-Variable $name $Set[$name] }
        Push-Location $TestDrive
        try { Auth-ECR $accessKey $secretKey @Parameters } finally {
            Pop-Location
            foreach ($name in $Set.Keys) { Use-Variable $name $null }
        }
        (Get-EcrCall).region | Should -BeExactly 'eu-west-1'
    }

    It 'falls back to us-east-1 as EcrLogin\Auth-ECR too, Connect-ECRRegistry never' {
        EcrLogin\Auth-ECR $accessKey $secretKey
        (Get-EcrCall).region | Should -BeExactly 'us-east-1'
        Get-ThrownId { Connect-ECRRegistry $accessKey $secretKey } | Should -BeExactly 'EcrLogin.NoRegion'
    }

    It 'needs no argument on a machine with a role' {
        Use-EcrSetting @{ imds = @{ region = 'eu-west-2' } }
        $env:AWS_EC2_METADATA_DISABLED = $null
        $env:AWS_EC2_METADATA_SERVICE_ENDPOINT = $endpoint
        $login = Auth-ECR -PassThru
        $login.Registry | Should -BeExactly (Get-HostName 111122223333 eu-west-2)
        (Get-EcrCall).operation | Should -Contain 'GetInstanceCredentials'
    }

    It 'logs in to the registries that it is called with: <Scenario>' -ForEach @(
        @{ Scenario = 'an account id'; Arguments = @('444455556666') }
        @{ Scenario = 'a bare number'; Arguments = @(444455556666) }
        @{ Scenario = 'a host'; Arguments = @('444455556666.dkr.ecr.us-east-1.amazonaws.com') }
        @{ Scenario = 'an image'; Arguments = @('444455556666.dkr.ecr.us-east-1.amazonaws.com/app:1') }
        @{ Scenario = 'a list of ids'; Arguments = @(, @('444455556666', '444455556667')) }
    ) {
        $env:AWS_ACCESS_KEY_ID = $accessKey
        $env:AWS_SECRET_ACCESS_KEY = $secretKey
        $logins = @(Auth-ECR @Arguments -PassThru)
        $logins.Count | Should -Be @($Arguments[0]).Count
        $logins[0].Registry | Should -BeExactly (Get-HostName 444455556666)
        (Get-ClientRun $client).Text | Should -Contain 'password-for-444455556666'
    }

    It 'says to write -RegistryId when it is called with <Scenario>' -ForEach @(
        @{ Scenario = 'two bare numbers'; Arguments = @(444455556666, 444455556667) }
        @{ Scenario = 'an account id and the secret of a key'; Arguments = @('444455556666', 'hunter2hunter2') }
        @{ Scenario = 'an access key alone'; Arguments = @('AKIA444455556666EXAM') }
    ) {
        $record = Get-Record { Auth-ECR @Arguments }
        Get-ErrorId $record.Thrown | Should -BeExactly 'EcrLogin.InvalidParameter'
        "$($record.Thrown)" | Should -Match '-RegistryId'
        $record.Thrown | Format-List * -Force | Out-String -Width 4096 | Should -Not -Match '44445555666|hunter2'
        Get-EcrCall | Should -BeNullOrEmpty
    }

    It 'says that the secret key is empty, as that of a misspelt variable is' {
        $record = Get-Record { Auth-ECR 444455556666 $misspelt }
        Get-ErrorId $record.Thrown | Should -BeExactly 'EcrLogin.InvalidParameter'
        "$($record.Thrown)" | Should -BeLike '-SecretKey is empty, *'
        Get-EcrCall | Should -BeNullOrEmpty
    }

    It 'takes nothing more by position, and repeats a registry alone: <Scenario>' -ForEach @(
        @{ Scenario = 'a third secret'; Arguments = @('AKIAIOSFODNN7EXAMPLE', 'second', 'hunter2hunter2'); Says = 'A value too many without*Name several registries as a list*' }
        @{ Scenario = 'a registry'; Arguments = @('111111111111', 'second', '222222222222'); Says = "'222222222222': a value too many*" }
    ) {
        $record = Get-Record { Auth-ECR @Arguments }
        Get-ErrorId $record.Thrown | Should -BeExactly 'EcrLogin.InvalidParameter'
        "$($record.Thrown)" | Should -BeLike $Says
        $record.Thrown | Format-List * -Force | Out-String -Width 4096 | Should -Not -Match 'hunter2'
        Get-EcrCall | Should -BeNullOrEmpty
    }

    It 'names a parameter that there is not' {
        $record = Get-Record { Auth-ECR -Regoin us-east-1 }
        Get-ErrorId $record.Thrown | Should -BeExactly 'EcrLogin.InvalidParameter'
        "$($record.Thrown)" | Should -BeLike 'There is no parameter -Regoin. Get-Help Connect-ECRRegistry *'
        Get-EcrCall | Should -BeNullOrEmpty
    }

    It 'never repeats its keys when <Scenario>' -ForEach @(
        @{ Scenario = 'they are swapped'; First = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'; Second = 'AKIAIOSFODNN7EXAMPLE' }
        @{ Scenario = 'the key is unknown'; First = 'AKIAIOSFODNN8EXAMPLE'; Second = 'hunter2hunter2' }
        @{ Scenario = 'the secret is wrong'; First = 'AKIAIOSFODNN7EXAMPLE'; Second = 'hunter2hunter2' }
        @{ Scenario = 'the secret is a list'; First = 'AKIAIOSFODNN7EXAMPLE'; Second = @('hunter2hunter2') }
        @{ Scenario = 'they hold what no header may'; First = "AKIA`nEXAMPLE"; Second = "hunter2`nhunter2" }
    ) {
        $record = Get-Record { Auth-ECR $First $Second -ErrorAction Continue }
        $errors = @($record.Error) + $record.Thrown | Where-Object { $null -ne $_ }
        @($errors).Count | Should -Be 1
        foreach ($shown in $errors | ForEach-Object { "$_"; $_.TargetObject; $_.Exception.ToString(); $_.Exception.Data.Values }) {
            foreach ($secret in $First, $Second) { "$shown".Contains("$secret") | Should -BeFalse -Because $shown }
        }
    }
}
