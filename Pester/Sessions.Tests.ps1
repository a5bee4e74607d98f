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
    $onWindows = [IO.Path]::DirectorySeparatorChar -eq '\'
    $script:counted = $onWindows -or (Test-Path '/proc/self/maps')
    $script:countLibraries = if ($onWindows) {
        "@((Get-Process -Id `$PID).Modules.FileName -match 'ecr_login').Count"
    } elseif ($counted) {
        "@((Get-Content '/proc/self/maps') -match 'ecr_login' -replace '^.* ' | Select-Object -Unique).Count"
    } else {
        "'unknown'"
    }

    # The module under another last digit of its version: in the manifest, in the assembly and in the library.
    function Copy-AsVersion([int] $Digit) {
        $own = (Import-PowerShellDataFile $manifest).ModuleVersion
        $version = $own -replace '\d$', $Digit
        $copy = Join-Path $TestDrive "versions/EcrLogin/$version"
        Copy-Item $env:ECRLOGIN_MODULE $copy -Recurse
        Rename-Item "$copy/EcrLogin-$own.dll" "EcrLogin-$version.dll"
        # The row of the assembly's own name: an algorithm of hashes, then four numbers.
        $number = [version]$own
        $row = "$([char]4)$([char]0x80)`0`0$([char]$number.Major)`0$([char]$number.Minor)`0"
        Edit-Byte "$copy/EcrLogin-$version.dll" "$row$([char]$number.Build)`0" "$row$([char]$Digit)`0"
        Edit-Byte "$copy/EcrLogin-$version.dll" "EcrLogin-$own" "EcrLogin-$version"
        Edit-Byte "$copy/EcrLogin.psd1" "'$own'" "'$version'"
        Edit-Byte "$copy/EcrLogin.psd1" "EcrLogin-$own" "EcrLogin-$version"
        Edit-Byte (Get-Library $copy) "$own`0" "$version`0"
        Join-Path $copy 'EcrLogin.psd1'
    }

    # Replaces a text of one byte a character, which has to be there, by another of the same length.
    function Edit-Byte($Path, $From, $To) {
        $latin = [Text.Encoding]::GetEncoding('iso-8859-1')
        $text = [IO.File]::ReadAllText($Path, $latin)
        $text.Contains($From) | Should -BeTrue -Because $From
        [IO.File]::WriteAllText($Path, $text.Replace($From, $To), $latin)
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

    It 'loads one assembly and one library for all runspaces, even when all call first at once' {
        # PowerShell itself is not safe when its very first import runs in several runspaces, so one goes ahead.
        $found = Invoke-InProcess "
            Import-Module '$manifest'
            `$block = {
                Import-Module '$manifest'
                `$login = Get-ECRLoginCommand
                [Runtime.CompilerServices.RuntimeHelpers]::GetHashCode(`$login.GetType())
                `$login.Password
            }
            `$running = foreach (`$i in 1..8) {
                `$shell = [powershell]::Create().AddScript(`$block)
                @{ Shell = `$shell; Result = `$shell.BeginInvoke() }
            }
            foreach (`$one in `$running) { `$one.Shell.EndInvoke(`$one.Result) }
            $countLibraries"
        $found.Count | Should -Be 17
        $found[0..15] | Select-Object -Unique | Should -HaveCount 2
        $found | Should -Contain $password
        $found[16] | Should -BeExactly $(if ($counted) { '1' } else { 'unknown' })
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

Describe 'Two versions of the module' {
    BeforeAll {
        $script:other = Copy-AsVersion ((([version](Import-PowerShellDataFile $manifest).ModuleVersion).Build + 1) % 10)
        $script:own = (Import-PowerShellDataFile $manifest).ModuleVersion
        $script:newer = (Import-PowerShellDataFile $other).ModuleVersion

        # What is seen of a module's objects in every way that shows no secret, in one line.
        $script:see = @'
function Get-Seen($Object) {
    $seen = "$Object $($Object | Out-String) $($Object | Format-Table | Out-String) $($Object | Format-Custom | Out-String)"
    "$Object $($seen -match 'middle') $($seen -match 'abcdefghijkl\.\.\.mnopqrstuvwxyz0')"
}
'@
        $script:shown = 'https://111122223333.dkr.ecr.us-east-1.amazonaws.com False True'
    }

    It 'do not get into one session: the second says what to do and leaves the first as it was, <Order>' -ForEach @(
        @{ Order = 'the older first'; Paths = { $manifest, $other } }
        @{ Order = 'the newer first'; Paths = { $other, $manifest } }
    ) {
        $first, $second = & $Paths
        $versions = $first, $second | ForEach-Object { (Import-PowerShellDataFile $_).ModuleVersion }
        $found = Invoke-InProcess ("`$paths = '$first', '$second'`n$see" + @'
Import-Module $paths[0]
$before = Get-Command -Module EcrLogin | ForEach-Object { "$($_.CommandType) $($_.Name) $($_.Version)" }
try { Import-Module $paths[1]; 'imported' } catch { "$_" }
"$((Get-Module EcrLogin).Version)"
$after = Get-Command -Module EcrLogin | ForEach-Object { "$($_.CommandType) $($_.Name) $($_.Version)" }
@(Compare-Object $before $after).Count
Get-Seen (Get-ECRLoginCommand)
(Get-Command Auth-ECR).ResolvedCommand.Version.ToString()
'@)
        $found | Should -BeExactly @(
            "EcrLogin $($versions[0]) is imported in this session, where only one version can be. To change to $($versions[1]), run 'Remove-Module EcrLogin' first."
            $versions[0], '0', $shown, $versions[0])
    }

    It 'follow each other after Remove-Module, each with its own library, <Order>' -ForEach @(
        @{ Order = 'the older first'; Paths = { $manifest, $other } }
        @{ Order = 'the newer first'; Paths = { $other, $manifest } }
    ) {
        $first, $second = & $Paths
        $found = Invoke-InProcess ("`$paths = '$first', '$second'`n$see" + @'
$Error.Clear()
foreach ($path in $paths + $paths) {
    Import-Module $path
    $login = Get-ECRLoginCommand
    "$((Get-Module EcrLogin).Version) $($login.GetType().Assembly.GetName().Version.ToString(3)) $(Get-Seen $login)"
    if (-not $kept) { $kept = $login }
    Remove-Module EcrLogin
}
Import-Module $paths[1]
# What the other one gave is shown as before.
Get-Seen $kept
$Error.Count
'@ + "`n$countLibraries")
        $versions = $first, $second | ForEach-Object { (Import-PowerShellDataFile $_).ModuleVersion }
        $lines = $versions | ForEach-Object { "$_ $_ $shown" }
        $found | Should -BeExactly @($lines; $lines; $shown; '0'; $(if ($counted) { '2' } else { 'unknown' }))
    }

    It 'can be in two runspaces of one process, at once' {
        $found = Invoke-InProcess ("`$paths = '$manifest', '$other'`n`$see = @'`n$see`n'@`n" + @'
$shells = foreach ($path in $paths) {
    $shell = [powershell]::Create()
    $null = $shell.AddScript('Import-Module $args[0]').AddArgument($path).Invoke()
    if ($shell.HadErrors) { "$($shell.Streams.Error)" }
    $shell.Commands.Clear()
    $null = $shell.AddScript($see + '
        1..20 | ForEach-Object { $login = Get-ECRLoginCommand }
        "$((Get-Module EcrLogin).Version) $($login.GetType().Assembly.GetName().Version.ToString(3)) $(Get-Seen $login)"')
    $shell
}
$running = foreach ($shell in $shells) { $shell.BeginInvoke() }
for ($i = 0; $i -lt 2; $i++) { $shells[$i].EndInvoke($running[$i]) }
'@ + "`n$countLibraries")
        $found | Should -BeExactly "$own $own $shown", "$newer $newer $shown", $(if ($counted) { '2' } else { 'unknown' })
    }

    It 'do not get into one session where the first is a script' {
        $script = Join-Path $TestDrive 'script/EcrLogin'
        $null = New-Item -ItemType Directory $script
        Set-Content "$script/EcrLogin.psm1" 'function Clear-ECRTokenCache { "script" }'
        New-ModuleManifest "$script/EcrLogin.psd1" -RootModule EcrLogin.psm1 -ModuleVersion 0.0.8 -FunctionsToExport Clear-ECRTokenCache
        $found = Invoke-InProcess "
            Import-Module '$script/EcrLogin.psd1'
            try { Import-Module '$manifest'; 'imported' } catch { `"`$_`" }
            Clear-ECRTokenCache
            Remove-Module EcrLogin
            Import-Module '$manifest'
            (Get-ECRLoginCommand).Username"
        $found | Should -BeExactly @(
            "EcrLogin 0.0.8 is imported in this session, where only one version can be. To change to $own, run 'Remove-Module EcrLogin' first."
            'script', 'AWS')
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
            try { Get-ECRLoginCommand -RegistryId junk } catch { $_.FullyQualifiedErrorId -replace ",.*" }
            try { Get-ECRLoginCommand -EndpointUrl http://127.0.0.1:1 } catch { $_.FullyQualifiedErrorId -replace ",.*" }
            (Disconnect-ECRRegistry 999999999999 -Tool docker -PassThru).Status
            Clear-ECRTokenCache
            try { Get-ECRLoginCommand -ErrorAction SilentlyContinue -EndpointUrl http://127.0.0.1:1 } catch { "ended" }
            (Connect-ECRRegistry -ToolPath $client -PassThru).Status
            "the end"'
        $lines = "`$client = '$(Add-Client $TestDrive docker 'say words')'`n$lines"
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
        $expected | Should -Contain 'EcrLogin.ConnectionRefused'
        Invoke-InProcess "`$env:AWS_MAX_ATTEMPTS = 1; Import-Module '$manifest'; $_`n$lines" | Should -BeExactly $expected
    }
}
