BeforeAll {
    . $PSScriptRoot/Support/Environment.ps1
    . $PSScriptRoot/Support/Records.ps1
    . $PSScriptRoot/Support/Shells.ps1
    . $PSScriptRoot/Support/Clients.ps1
    Enter-TestEnvironment $TestDrive
    Open-LocalEcr
    $script:password = 'abcdefghijkl' + ('middle' * 20) + 'mnopqrstuvwxyz0'
    Use-EcrSetting @{ tokens = @{ '111122223333' = @{ password = $password } } }

    # How many libraries of this name a process has loaded, where the system tells.
    $script:counted = Test-Path '/proc/self/maps'
    $script:countLibraries = @'
$maps = if (Test-Path '/proc/self/maps') { Get-Content '/proc/self/maps' }
if ($maps) { @($maps -match 'ecr_login' -replace '^.* ' | Select-Object -Unique).Count } else { 'unknown' }
'@

    # The module under another version number, of the same length: in the manifest, in the names of its types, and in its
    # library.
    function Copy-AsVersion($Version) {
        $own = (Import-PowerShellDataFile $manifest).ModuleVersion
        $copy = Join-Path $TestDrive "versions/EcrLogin/$Version"
        Copy-Item $env:ECRLOGIN_MODULE $copy -Recurse
        foreach ($file in Get-ChildItem $copy -File) {
            $text = [IO.File]::ReadAllText($file.FullName).Replace("'$own'", "'$Version'").Replace("#$own", "#$Version")
            [IO.File]::WriteAllText($file.FullName, $text)
        }
        $bytes = [Text.Encoding]::GetEncoding('iso-8859-1')
        foreach ($library in Get-ChildItem "$copy/runtimes" -Recurse -File) {
            $text = [IO.File]::ReadAllText($library.FullName, $bytes)
            $text.Contains("$own`0") | Should -BeTrue
            [IO.File]::WriteAllText($library.FullName, $text.Replace("$own`0", "$Version`0"), $bytes)
        }
        Join-Path $copy 'EcrLogin.psd1'
    }
}

AfterAll {
    Exit-TestEnvironment
}

Describe 'Import' {
    It 'can be done twice, again with -Force, and after a removal' {
        Import-Module $manifest
        Get-ECRLoginCommand | Should -Not -BeNullOrEmpty
        Import-Module $manifest -Force
        Get-ECRLoginCommand | Should -Not -BeNullOrEmpty
        Remove-Module EcrLogin
        Import-Module $manifest
        Get-ECRLoginCommand | Should -Not -BeNullOrEmpty
    }

    It 'says nothing and leaves no error' {
        $found = Invoke-InProcess "
            `$Error.Clear()
            Import-Module '$manifest' *>&1
            `$Error.Count"
        $found | Should -BeExactly '0'
    }

    It 'binds one type for all runspaces, even when all call first at once' {
        # PowerShell itself is not safe when its very first import runs in several runspaces, so one goes ahead.
        $found = Invoke-InProcess "
            Import-Module '$manifest'
            `$block = {
                Import-Module '$manifest'
                `$login = Get-ECRLoginCommand
                [Runtime.CompilerServices.RuntimeHelpers]::GetHashCode((& (Get-Module EcrLogin) { `$script:Engine.Type }))
                `$login.Password
            }
            `$running = foreach (`$i in 1..8) {
                `$shell = [powershell]::Create().AddScript(`$block)
                @{ Shell = `$shell; Result = `$shell.BeginInvoke() }
            }
            foreach (`$one in `$running) { `$one.Shell.EndInvoke(`$one.Result) }"
        $found.Count | Should -Be 16
        $found | Select-Object -Unique | Should -HaveCount 2
        $found | Should -Contain $password
    }

    It 'can be done twenty times with a removal after each, and leaves one library and no error' {
        $found = Invoke-InProcess ("`$manifest = '$manifest'; `$password = '$password'`n" + @'
$Error.Clear()
foreach ($i in 1..20) {
    Import-Module $manifest
    $login = Get-ECRLoginCommand
    if ($login.Password -cne $password -or ($login | Out-String) -match 'middle') { "wrong at $i" }
    Remove-Module EcrLogin
}
$Error.Count
@(Get-Command -Module EcrLogin).Count
'@ + "`n$countLibraries")
        $found | Should -BeExactly '0', '0', $(if ($counted) { '1' } else { 'unknown' })
    }
}

Describe 'Two versions of the module in one process' {
    BeforeAll {
        $script:other = Copy-AsVersion ((Import-PowerShellDataFile $manifest).ModuleVersion -replace '\d$', '9')
    }

    It 'import without a word, show what they should, and use each its own library, <Order>' -ForEach @(
        @{ Order = 'the older first'; Paths = { $manifest, $other } }
        @{ Order = 'the newer first'; Paths = { $other, $manifest } }
    ) {
        $first, $second = & $Paths
        $found = Invoke-InProcess ("`$paths = '$first', '$second'`n" + @'
$Error.Clear()
foreach ($path in $paths) { Import-Module $path -WarningAction Continue *>&1 }

function Get-Seen($Object) {
    "$Object"
    $Object | Out-String
    $Object | Format-Table | Out-String
    $Object | Format-Custom | Out-String
}

$logins = foreach ($path in $paths) {
    $module = Get-Module EcrLogin | Where-Object ModuleBase -EQ (Split-Path $path)
    $login, $token = & $module { Get-ECRLoginCommand; Get-ECRAuthorizationToken }
    $engine = & $module { $script:Engine }
    $version = [Runtime.InteropServices.Marshal]::PtrToStringAnsi($engine.Type::ecr_login_version())
    [Console]::WriteLine("$($module.Version) uses $version of its own folder: $($engine.Path.StartsWith($module.ModuleBase))")
    $seen = "$(Get-Seen $login) $(Get-Seen $token)"
    [Console]::WriteLine("$login $($seen -match 'middle') $($seen -match 'abcdefghijkl\.\.\.mnopqrstuvwxyz0')")
    $login
}
# What one of them gave is shown as before when the other has gone.
Get-Module EcrLogin | Where-Object ModuleBase -EQ (Split-Path $paths[0]) | Remove-Module
$seen = "$(Get-Seen $logins[1])"
"$($logins[1]) $($seen -match 'middle') $($seen -match 'abcdefghijkl\.\.\.mnopqrstuvwxyz0')"
(Get-ECRLoginCommand | Out-String) -match 'middle'
$Error.Count
'@ + "`n$countLibraries")
        $versions = $first, $second | ForEach-Object { (Import-PowerShellDataFile $_).ModuleVersion }
        $shown = 'https://111122223333.dkr.ecr.us-east-1.amazonaws.com False True'
        $found | Should -BeExactly @(
            "$($versions[0]) uses $($versions[0]) of its own folder: True", $shown
            "$($versions[1]) uses $($versions[1]) of its own folder: True", $shown
            $shown, 'False', '0', $(if ($counted) { '2' } else { 'unknown' })
        )
    }
}

Describe 'The module in <Place>' -ForEach @(
    @{ Place = 'a background job'; Newer = $false; Run = {
            $manifest, $accounts = $args
            $jobs = $accounts | ForEach-Object { Start-Job $call -ArgumentList $manifest, $_ }
            $jobs | Wait-Job | Receive-Job
            $jobs | Remove-Job
        }
    }
    @{ Place = 'thread jobs'; Newer = $true; Run = {
            $manifest, $accounts = $args
            $jobs = $accounts | ForEach-Object { Start-ThreadJob $call -ArgumentList $manifest, $_ }
            $jobs | Wait-Job | Receive-Job
            $jobs | Remove-Job
        }
    }
    @{ Place = 'ForEach-Object -Parallel'; Newer = $true; Run = {
            $manifest, $accounts = $args
            $accounts | ForEach-Object -ThrottleLimit 4 -Parallel { Import-Module $using:manifest; Get-ECRLoginCommand -RegistryId $_ }
        }
    }
    @{ Place = 'a runspace pool'; Newer = $false; Run = {
            $manifest, $accounts = $args
            $state = [initialsessionstate]::CreateDefault()
            $state.ImportPSModule($manifest)
            $pool = [runspacefactory]::CreateRunspacePool(1, 4, $state, $Host)
            $pool.Open()
            $running = foreach ($account in $accounts) {
                $shell = [powershell]::Create().AddCommand('Get-ECRLoginCommand').AddParameter('RegistryId', $account)
                $shell.RunspacePool = $pool
                @{ Shell = $shell; Result = $shell.BeginInvoke() }
            }
            foreach ($one in $running) { $one.Shell.EndInvoke($one.Result); $one.Shell.Streams.Error }
            $pool.Dispose()
        }
    }
) {
    It 'gives each caller its own answer' -Skip:($Newer -and $PSVersionTable.PSVersion.Major -lt 7) {
        Use-EcrSetting @{ delay_ms = 20 }
        $call = { Import-Module $args[0]; Get-ECRLoginCommand -RegistryId $args[1] }
        $count = if ($Place -eq 'a background job') { 2 } else { 12 }
        $accounts = 1..$count | ForEach-Object { '{0:d12}' -f $_ }
        $record = Get-Record { & $Run $manifest $accounts }
        $record.Thrown | Should -BeNullOrEmpty
        $record.Error | Should -BeNullOrEmpty
        $record.Output.Password | Sort-Object | Should -BeExactly @($accounts | ForEach-Object { "password-for-$_" })
        "$($record.Output[0])" | Should -Match '^https://\d{12}\.dkr\.ecr'
        Get-OpenCallCount | Should -Be 0
    }
}

Describe 'A session of a user' {
    BeforeAll {
        Use-EcrSetting
        # What is seen of every command that needs no client, in success and in failure.
        $script:lines = '
            (Get-ECRLoginCommand -RegistryId 111111111111, 222222222222 -Verbose 4>$null).Password
            "$((Get-ECRLoginCommand).Command)"
            (Get-ECRAuthorizationToken).ProxyEndpoint
            Get-ECRLoginPassword
            (Get-ECRLoginPassword -AsSecureString).Length
            Get-ECRAuthorizationToken -GenerateCliSkeleton input
            (Get-ECRAuthorizationToken -CliInputJson "{}").ProxyEndpoint
            try { Get-ECRLoginCommand -RegistryId junk } catch { $_.FullyQualifiedErrorId }
            try { Get-ECRLoginCommand -EndpointUrl http://127.0.0.1:1 -ErrorAction Stop } catch { $_.FullyQualifiedErrorId }
            (Disconnect-ECRRegistry 999999999999 -Tool docker -PassThru).Status
            Clear-ECRTokenCache
            Get-ECRLoginCommand -ErrorAction SilentlyContinue -EndpointUrl http://127.0.0.1:1
            if (Test-Path variable:client) { (Connect-ECRRegistry -ToolPath $client -PassThru).Status } else { "Succeeded" }
            "the end"'
        if ([IO.Path]::DirectorySeparatorChar -eq '/') {
            $lines = "`$client = '$(Add-Client $TestDrive docker 'echo words >&2')'`n$lines"
        }
        $script:expected = Invoke-InProcess "`$env:AWS_MAX_ATTEMPTS = 1; Import-Module '$manifest'; $lines"
    }

    It 'who has set <_> gives what any other gives' -ForEach @(
        '$ErrorActionPreference = "Stop"'
        '$ErrorActionPreference = "Stop"; $PSNativeCommandUseErrorActionPreference = $true'
        'Set-StrictMode -Version Latest'
        '$OFS = "-"; $OutputEncoding = [Text.Encoding]::Unicode; [Globalization.CultureInfo]::CurrentCulture = "tr-TR"'
    ) {
        $expected | Should -Contain 'the end'
        $expected | Should -Contain 'Succeeded'
        $expected | Should -Contain 'EcrLogin.ConnectionRefused,Get-ECRLoginCommand'
        Invoke-InProcess "`$env:AWS_MAX_ATTEMPTS = 1; Import-Module '$manifest'; $_`n$lines" | Should -BeExactly $expected
    }
}
