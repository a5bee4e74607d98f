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

Describe 'Auth-ECR' -Tag Unix {
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
        { Connect-ECRRegistry $accessKey $secretKey } | Should -Throw -ErrorId 'EcrLogin.NoRegion,Connect-ECRRegistry'
    }

    It 'needs no argument on a machine with a role' {
        Use-EcrSetting @{ imds = @{ region = 'eu-west-2' } }
        $env:AWS_EC2_METADATA_DISABLED = $null
        $env:AWS_EC2_METADATA_SERVICE_ENDPOINT = $endpoint
        $login = Auth-ECR -PassThru
        $login.Registry | Should -BeExactly (Get-HostName 111122223333 eu-west-2)
        (Get-EcrCall).operation | Should -Contain 'GetInstanceCredentials'
    }

    It 'says to write -RegistryId when it is called with <Scenario>' -ForEach @(
        @{ Scenario = 'an account id'; Arguments = @('444455556666') }
        @{ Scenario = 'a bare number'; Arguments = @(444455556666) }
        @{ Scenario = 'a host'; Arguments = @('444455556666.dkr.ecr.us-east-1.amazonaws.com') }
        @{ Scenario = 'an image'; Arguments = @('444455556666.dkr.ecr.us-east-1.amazonaws.com/app:1') }
        @{ Scenario = 'a list of ids'; Arguments = @(, @('444455556666', '444455556667')) }
        @{ Scenario = 'two bare numbers'; Arguments = @(444455556666, 444455556667) }
        @{ Scenario = 'the empty secret of a misspelt variable'; Arguments = @('444455556666', $null) }
        @{ Scenario = 'an access key alone'; Arguments = @('AKIA444455556666EXAM') }
    ) {
        $record = Get-Record { Auth-ECR @Arguments }
        $record.Thrown.FullyQualifiedErrorId | Should -BeExactly 'EcrLogin.InvalidParameter,Connect-ECRRegistry'
        "$($record.Thrown)" | Should -Match '-RegistryId'
        $record.Thrown | Format-List * -Force | Out-String -Width 4096 | Should -Not -Match '44445555666'
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
