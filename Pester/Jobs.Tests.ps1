# Objects and errors that come back from a job, from a file or from another session.

BeforeAll {
    . $PSScriptRoot/Support/Environment.ps1
    . $PSScriptRoot/Support/Records.ps1
    . $PSScriptRoot/Support/Shells.ps1
    Enter-TestEnvironment $TestDrive
    Open-LocalEcr
    # The token in base64 holds this too, whatever is before it.
    $script:password = 'abcdefghijkl' + ('middle' * 20) + 'mnopqrstuvwxyz0'
    Use-EcrSetting @{ tokens = @{ '111122223333' = @{ password = $password } } }

    function Get-FromJob([scriptblock] $Block) {
        $job = Start-Job $Block -ArgumentList $manifest
        try { $job | Wait-Job | Receive-Job -ErrorAction SilentlyContinue } finally { Remove-Job $job -Force }
    }

    $script:back = @{
        'a job' = @(Get-FromJob { Import-Module $args[0]; Get-ECRLoginCommand; Get-ECRAuthorizationToken })
        'a file' = @(Get-ECRLoginCommand; Get-ECRAuthorizationToken | ForEach-Object { $_ })
    }
    $back['a file'] | Export-Clixml "$TestDrive/objects.xml"
    $back['a file'] = @(Import-Clixml "$TestDrive/objects.xml")
    $script:secret = 'middle|{0}' -f [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes("AWS:$password")).Substring(40, 40)
}

AfterAll {
    Exit-TestEnvironment
}

Describe 'An object that comes back from <_>' -ForEach 'a job', 'a file' {
    BeforeAll {
        $script:objects = $back[$_]
    }

    It 'is whole, and of a type that tells where it comes from' {
        $objects.Count | Should -Be 2
        $objects[0].PSObject.TypeNames[0] | Should -BeExactly 'Deserialized.EcrLogin.LoginCommand'
        $objects[1].PSObject.TypeNames[0] | Should -BeExactly 'Deserialized.EcrLogin.AuthorizationData'
        $objects[0].Password | Should -BeExactly $password
        $objects[0].Command | Should -BeLike "docker login * $password *"
        $objects[0].ExpiresAt | Should -BeOfType [datetime]
        [Text.Encoding]::UTF8.GetString([Convert]::FromBase64String($objects[1].AuthorizationToken)) | Should -BeExactly "AWS:$password"
    }

    It 'shows no secret by <Scenario>, where the module is imported' -ForEach @(
        @{ Scenario = 'default'; Show = { $input | Out-String -Width 4096 } }
        @{ Scenario = 'Format-List'; Show = { $input | Format-List | Out-String -Width 4096 } }
        @{ Scenario = 'Format-Table'; Show = { $input | Format-Table | Out-String -Width 4096 } }
        @{ Scenario = 'Format-Wide'; Show = { $input | Format-Wide | Out-String -Width 4096 } }
        @{ Scenario = 'Format-Custom'; Show = { $input | Format-Custom | Out-String -Width 4096 } }
        @{ Scenario = 'text with the object in it'; Show = { $input | ForEach-Object { "$_" } } }
        @{ Scenario = 'the format operator'; Show = { $input | ForEach-Object { '{0}' -f $_ } } }
        @{ Scenario = 'Write-Information'; Show = { $input | ForEach-Object { Write-Information $_ 6>&1 } } }
    ) {
        foreach ($object in $objects) {
            $seen = $object | & $Show | Out-String -Width 4096
            $seen | Should -Match '111122223333\.dkr\.ecr'
            $seen | Should -Not -Match $secret
        }
    }

    It 'has the shortened secret in the default view' {
        $objects[0] | Out-String -Width 4096 | Should -Match '(?m)^Password +: abcdefghijkl\.\.\.mnopqrstuvwxyz0\r?$'
    }

    It 'serves as the live one does' {
        $objects[0].ProxyEndpoint | Should -BeExactly $objects[0].Endpoint
        ($objects[0] | Disconnect-ECRRegistry -Tool docker -PassThru).Status | Should -BeExactly 'NotFound'
    }
}

Describe 'A login that a job made' {
    It 'is of this machine' {
        $login = Get-FromJob { Import-Module $args[0]; Connect-ECRRegistry -NoClient -SkipVerification -PassThru }
        $login.PSComputerName | Should -BeExactly 'localhost'
        $login | Test-ECRLogin | Should -BeOfType [bool]
        ($login | Disconnect-ECRRegistry -PassThru).Status | Should -BeExactly 'Removed'
    }
}

Describe 'A session that has not imported the module' {
    It 'shows no secret where the object stands in a text' {
        $found = Invoke-InProcess "
            `$objects = Start-Job { Import-Module '$manifest'; Get-ECRLoginCommand; Get-ECRAuthorizationToken } | Wait-Job | Receive-Job
            [bool](Get-Module EcrLogin)
            foreach (`$object in `$objects) { `"`$object`"; '{0}' -f `$object; [string]`$object; `$object.ToString() }
            foreach (`$object in Import-Clixml '$TestDrive/objects.xml') { `"`$object`" }"
        $found | Should -BeExactly @('False'; , 'https://111122223333.dkr.ecr.us-east-1.amazonaws.com' * 10)
    }
}

Describe 'An error that comes back from a job' {
    It 'has its id, its message and its target' {
        $errors = Get-FromJob {
            Import-Module $args[0]
            try { Get-ECRLoginCommand -RegistryId junk } catch { $_ }
            $env:AWS_ACCESS_KEY_ID = 'AKIAUNKNOWN0EXAMPLE0'
            try { Get-ECRLoginCommand -RegistryId 111111111111, 222222222222 } catch { $_ }
        }
        $errors | ForEach-Object { Get-ErrorId $_ } | Should -BeExactly 'EcrLogin.InvalidRegistryId', 'EcrLogin.UnrecognizedClient'
        "$($errors[0])" | Should -BeLike "*'junk'*"
        $errors[1].TargetObject | Should -BeExactly '111111111111', '222222222222'
    }
}
