# What a command line that does not fit says: which parameter, and never a value that may be a secret.

BeforeDiscovery {
    $asking = 'Get-ECRLoginCommand', 'Get-ECRAuthorizationToken', 'Get-ECRLoginPassword', 'Connect-ECRRegistry'
    $every = $asking + 'Disconnect-ECRRegistry', 'Clear-ECRTokenCache'
    $slips = @(
        @{ Slip = 'a parameter that there is not'; Arguments = { param($command, $secret) & $command -SesionToken $secret }; Commands = $every; Says = 'There is no parameter -SesionToken. Get-Help {0} lists*' }
        @{ Slip = 'a parameter that there is not, with a colon'; Arguments = { param($command, $secret) & $command -SesionToken:$secret }; Commands = $every; Says = 'There is no parameter -SesionToken. Get-Help {0} lists*' }
        @{ Slip = 'a parameter that there is not, after a registry'; Arguments = { param($command, $secret) & $command 111122223333 -Regoin $secret }; Commands = $every; Says = 'There is no parameter -Regoin.*' }
        @{ Slip = 'values too many'; Arguments = { param($command, $secret) & $command 111122223333 second $secret }; Commands = $every; Says = '*value too many without the name of its parameter.*' }
        @{ Slip = 'a value too many beside a secret key'; Arguments = { param($command, $secret) & $command -AccessKey AKIA -SecretKey $secret first $secret }; Commands = $asking; Says = '*' }
        @{ Slip = 'keys by position'; Arguments = { param($command, $secret) & $command AKIAIOSFODNN7EXAMPLE $secret }; Commands = $every | Where-Object { $_ -ne 'Connect-ECRRegistry' }; Says = '*value too many without the name of its parameter.*' }
        @{ Slip = 'a secret key alone'; Arguments = { param($command, $secret) & $command -SecretKey $secret }; Commands = $asking; Says = '*-AccessKey and -SecretKey*' }
        @{ Slip = 'a secret key twice'; Arguments = { param($command, $secret) & $command -AccessKey AKIA -SecretKey $secret -SecretKey $secret }; Commands = $asking; Says = "*'SecretKey' is specified more than once*" }
        @{ Slip = 'a list of secret keys'; Arguments = { param($command, $secret) & $command -AccessKey AKIA -SecretKey $secret, $secret }; Commands = $asking; Says = '-SecretKey is of type System.Object`[`]*' }
        @{ Slip = 'a secret as credential'; Arguments = { param($command, $secret) & $command -Credential $secret }; Commands = $asking; Says = 'The System.String in -Credential*' }
        @{ Slip = 'a secret in an object for a registry'; Arguments = { param($command, $secret) & $command -RegistryId @{ Password = $secret } }; Commands = $every | Where-Object { $_ -notmatch 'Password|Clear' }; Says = '*Hashtable*' }
    )
    $rows = foreach ($slip in $slips) {
        foreach ($command in $slip.Commands) { @{ Slip = $slip.Slip; Command = $command; Arguments = $slip.Arguments; Says = $slip.Says -f $command } }
    }
}

BeforeAll {
    . $PSScriptRoot/Support/Environment.ps1
    . $PSScriptRoot/Support/Records.ps1
    . $PSScriptRoot/Support/Secrets.ps1
    Enter-TestEnvironment $TestDrive
    Open-LocalEcr
    Use-EcrSetting
}

AfterAll {
    Exit-TestEnvironment
}

Describe 'A command line that does not fit' {
    BeforeEach {
        $Error.Clear()
    }

    AfterEach {
        Get-EcrCall | Should -BeNullOrEmpty
    }

    It 'of <Command> with <Slip> says so, and no secret' -ForEach $rows {
        $record = Get-Record { & $Arguments $Command $fake.Secret }
        $record.Output | Should -BeNullOrEmpty
        "$($record.Thrown)" | Should -BeLike $Says
        Find-Secret (Get-Everything (@($record.All) + $record.Thrown + $Error)) | Should -BeNullOrEmpty
    }

    It 'names the value too many where it can be no secret' {
        "$((Get-Record { Connect-ECRRegistry AKIA second 222222222222 }).Thrown)" | Should -BeLike "'222222222222': a value too many*"
        "$((Get-Record { Get-ECRLoginCommand 111122223333 222222222222 }).Thrown)" | Should -BeLike "'222222222222': a value too many*with commas*"
    }

    It 'shows no secret on the screen of a session, nor in all of its $Error' {
        $fake.Secret | Set-Content -NoNewline "$TestDrive/secret"
        Set-Content "$TestDrive/slips.ps1" @"
Import-Module '$manifest'
`$secret = [IO.File]::ReadAllText('$TestDrive/secret')
`$ErrorView = '{0}'
foreach (`$command in 'Get-ECRLoginCommand', 'Get-ECRAuthorizationToken', 'Get-ECRLoginPassword', 'Connect-ECRRegistry') {
    & `$command AKIAIOSFODNN7EXAMPLE second `$secret
    & `$command -SesionToken `$secret
    & `$command -SecretKey `$secret
    & `$command -AccessKey AKIA -SecretKey `$secret -NoSuch
    & `$command -Credential `$secret
}
"asked: `$(`$Error.Count)"
`$Error | Format-List * -Force
`$Error | ForEach-Object { `$_.Exception.ToString(); `$_.InvocationInfo.PositionMessage }
"@
        $found = foreach ($view in 'ConciseView', 'NormalView', 'DetailedView') {
            (Get-Content "$TestDrive/slips.ps1" -Raw).Replace('{0}', $view) | Set-Content "$TestDrive/$view.ps1"
            $screen = & (Get-Process -Id $PID).Path -NoLogo -NoProfile -NonInteractive -File "$TestDrive/$view.ps1" 2>&1 | Out-String -Width 4096
            $screen | Should -Match 'asked: 20'
            Find-Secret $screen
        }
        $found | Should -BeNullOrEmpty
    }
}
