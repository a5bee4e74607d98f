BeforeDiscovery {
    . $PSScriptRoot/../build/library.ps1
    # As the build names them.
    $libraries = $ridOfTarget.Values | Sort-Object | ForEach-Object { @{ Rid = $_; File = Get-LibraryName $_ } }
}

BeforeAll {
    . $PSScriptRoot/Support/Environment.ps1
    . $PSScriptRoot/Support/Records.ps1
    . $PSScriptRoot/Support/Shells.ps1
    . $PSScriptRoot/../build/library.ps1
    Enter-TestEnvironment $TestDrive
    Open-LocalEcr
    Use-EcrSetting

    # The name of this system, which its library lies under.
    function Get-OwnRid {
        $system = switch -Regex ([Runtime.InteropServices.RuntimeInformation]::OSDescription) { 'Windows' { 'win' } 'Darwin' { 'osx' } default { 'linux' } }
        if ($system -eq 'linux' -and (Select-String -Path /proc/self/maps -Pattern '/ld-musl-' -Quiet)) { $system = 'linux-musl' }
        "$system-$([Runtime.InteropServices.RuntimeInformation]::ProcessArchitecture)".ToLowerInvariant()
    }
}

AfterAll {
    Exit-TestEnvironment
}

Describe 'A missing library' {
    It 'leaves import and help working' {
        $found = Invoke-InShell 'Import-Module $args[0]; (Get-Help Get-ECRLoginCommand).Synopsis' (Copy-WithoutLibrary)
        $found | Should -BeLike 'Gets *'
    }

    It 'is told by the first call, with where it looked and what the package holds' {
        $copy = Copy-WithoutLibrary
        $null = New-Item -ItemType Directory "$copy/runtimes/some-rid/native"
        $found = Invoke-InShell 'Import-Module $args[0]; Get-ECRLoginCommand' $copy
        Get-ErrorId $found | Should -BeExactly 'EcrLogin.LibraryNotFound'
        $found.CategoryInfo.Category | Should -Be 'ObjectNotFound'
        "$found".Replace('\', '/') | Should -BeLike "*$($copy.Replace('\', '/'))/runtimes/*/native/*ecr_login.*"
        "$found" | Should -BeLike '*some-rid*'
    }

    It 'is not searched for anywhere else' {
        $copy = Copy-WithoutLibrary
        Copy-Item (Get-Library) $copy
        $found = Invoke-InShell 'Import-Module $args[0]; Set-Location $args[0]; Get-ECRLoginCommand' $copy
        Get-ErrorId $found | Should -BeExactly 'EcrLogin.LibraryNotFound'
    }

    It 'is named for this system' {
        $found = Invoke-InShell 'Import-Module $args[0]; Get-ECRLoginCommand' (Copy-WithoutLibrary)
        Get-ErrorId $found | Should -BeExactly 'EcrLogin.LibraryNotFound'
        "$found".Replace('\', '/') | Should -BeLike "*/runtimes/$(Get-OwnRid)/native/$(Split-Path -Leaf (Get-Library))*"
    }

    It 'is named for <Rid> as the build names it, <File>' -ForEach $libraries {
        $finder = Get-Content "$PSScriptRoot/../ps-module/Engine/LibraryFinder.cs" -Raw
        $finder | Should -Match "\[`"$Rid`"\] = `"$([regex]::Escape($File))`""
        @([regex]::Matches($finder, '\["[\w-]+"\] = "\w+\.\w+"')).Count | Should -Be $ridOfTarget.Count
    }

    # .NET under wine does not come back from an error in a call by reflection.
    It 'is another matter on a system that there is none for' -Tag Wine {
        # No system that PowerShell runs on here is one.
        $finder = [EcrLogin.LoginCommand].Assembly.GetType('EcrLogin.Engine.LibraryFinder').GetMethod('FindOwn', [Reflection.BindingFlags]'NonPublic, Static')
        $found = $null
        try { $finder.Invoke($null, @("$TestDrive", 'linux-s390x')) } catch { $found = $_.Exception.GetBaseException() }
        $found.Code | Should -BeExactly 'UnsupportedPlatform'
        "$found" | Should -BeLike '*linux-s390x*'
        "$found" | Should -BeLike '*linux-musl-x64*'
    }
}

Describe 'The library' {
    AfterEach {
        $env:ECRLOGIN_LIBRARY = $null
    }

    BeforeAll {
        $script:library = Get-Library

        # Calls fail where ECRLOGIN_LIBRARY names this, and work once it does not.
        function Assert-Named($Path) {
            $env:ECRLOGIN_LIBRARY = $Path
            $record = Get-Record { Get-ECRLoginCommand }
            Get-ErrorId $record.Thrown | Should -BeExactly 'EcrLogin.LibraryNotFound'
            "$($record.Thrown)" | Should -BeLike "*$Path*"
            $env:ECRLOGIN_LIBRARY = $null
            Get-ECRLoginCommand | Should -Not -BeNullOrEmpty
        }
    }

    It 'lies in the folder of this system' {
        $library.Replace('\', '/') | Should -BeLike "*/runtimes/$(Get-OwnRid)/native/*"
    }

    It 'is the one for musl where the process runs on musl' -Tag Unix {
        # What a process runs on is seen by the files that it has mapped.
        $loader = Join-Path $TestDrive 'ld-musl-x86_64.so.1'
        Set-Content $loader 'text'
        $copy = Copy-WithoutLibrary
        $script = "
            `$map = [IO.MemoryMappedFiles.MemoryMappedFile]::CreateFromFile('$loader')
            `$view = `$map.CreateViewAccessor()
            Import-Module '$copy/EcrLogin.psd1'
            try { (Get-ECRLoginCommand).Password } catch { `"`$_`" }"
        $rid = (Get-OwnRid) -replace '^linux-(musl-)?', 'linux-musl-'
        "$(Invoke-InProcess $script)" | Should -BeLike "*$copy/runtimes/$rid/native/libecr_login.so*"
        $null = New-Item -ItemType Directory "$copy/runtimes/$rid/native"
        Copy-Item $library "$copy/runtimes/$rid/native"
        Invoke-InProcess $script | Should -BeExactly 'password-for-111122223333'
    }

    It 'can be another that ECRLOGIN_LIBRARY names, which -Verbose says' {
        $env:ECRLOGIN_LIBRARY = $library
        (Get-Record { Get-ECRLoginCommand -Verbose }).Verbose -join "`n" |
            Should -Match "(?m)^Library: $([regex]::Escape($library)), named by ECRLOGIN_LIBRARY\.$"
        $env:ECRLOGIN_LIBRARY = $null
        (Get-Record { Get-ECRLoginCommand -Verbose }).Verbose -join "`n" | Should -Not -Match 'ECRLOGIN_LIBRARY'
    }

    It 'is never the own one when ECRLOGIN_LIBRARY names <Scenario>' -ForEach @(
        @{ Scenario = 'a file that is not there'; Path = { Join-Path $TestDrive 'none' } }
        @{ Scenario = 'no full path'; Path = { 'none' } }
    ) {
        Assert-Named (& $Path)
    }

    # Wine's loader does not come back from such a file.
    It 'is never the own one when ECRLOGIN_LIBRARY names no library' -Tag Wine {
        Assert-Named $manifest
    }

    It 'has to be of the version of the module' {
        $own = (Get-Module EcrLogin).Version.ToString()
        $latin = [Text.Encoding]::GetEncoding('iso-8859-1')
        $text = [IO.File]::ReadAllText($library, $latin)
        $text | Should -BeLike "*$own`0*"
        $env:ECRLOGIN_LIBRARY = Join-Path $TestDrive (Split-Path -Leaf $library)
        [IO.File]::WriteAllText($env:ECRLOGIN_LIBRARY, $text.Replace("$own`0", "9.8.7`0"), $latin)
        # In a process of its own: Windows deletes no library that one has loaded.
        $id, $said = Invoke-InProcess "Import-Module '$manifest'; try { Get-ECRLoginCommand } catch { `$_.FullyQualifiedErrorId; `"`$_`" }"
        $id | Should -BeLike 'EcrLogin.VersionMismatch,*'
        $said | Should -BeLike "*is of version $own, and the library $env:ECRLOGIN_LIBRARY is of version 9.8.7.*"
    }
}

Describe 'A library that answers what it should not' -Tag Unix {
    BeforeAll {
        Set-Content "$TestDrive/odd.c" @'
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
uint64_t ecr_login_start(const char *request) { (void)request; return getenv("ODD_STARTS_NOTHING") ? 0 : 1; }
int32_t ecr_login_wait(uint64_t call, uint32_t milliseconds) { (void)call; (void)milliseconds; return 1; }
int32_t ecr_login_progress(uint64_t call, uint32_t *done, uint32_t *total) { (void)call; *done = *total = 0; return 1; }
char *ecr_login_take(uint64_t call) {
    (void)call;
    char *text = calloc(1, 65536);
    FILE *file = fopen(ANSWER, "r");
    size_t length = fread(text, 1, 65535, file);
    text[length] = 0;
    fclose(file);
    return text;
}
void ecr_login_cancel(uint64_t call) { (void)call; }
void ecr_login_free(char *text) { free(text); }
const char *ecr_login_version(void) { return VERSION; }
'@
        cc -shared -fPIC "-DANSWER=`"$TestDrive/answer`"" "-DVERSION=`"$((Get-Module EcrLogin).Version)`"" -o "$TestDrive/odd.so" "$TestDrive/odd.c"
        $LASTEXITCODE | Should -Be 0
        $env:ECRLOGIN_LIBRARY = "$TestDrive/odd.so"
    }

    AfterAll {
        $env:ECRLOGIN_LIBRARY = $null
    }

    It 'is told as a defect: <Scenario>' -ForEach @(
        @{ Scenario = 'nothing'; Answer = '' }
        @{ Scenario = 'text'; Answer = 'hunter2' }
        @{ Scenario = 'a list'; Answer = '[{"ok":{}}]' }
        @{ Scenario = 'half an object'; Answer = '{"ok":{"tokens":[{"username":"AWS","password":"hunter2' }
        @{ Scenario = 'half an escape'; Answer = '{"ok":{"text":"hunter2\u00' }
        @{ Scenario = 'more than one object'; Answer = '{"ok":{}} {"ok":{}}' }
        @{ Scenario = 'a word that is none'; Answer = '{"ok":{"text":tru}}' }
        @{ Scenario = 'a depth that no answer has'; Answer = '{"ok":' + '[' * 5000 + ']' * 5000 + '}' }
    ) {
        [IO.File]::WriteAllText("$TestDrive/answer", $Answer)
        $record = Get-Record { Get-ECRLoginCommand }
        Get-ErrorId $record.Thrown | Should -BeExactly 'EcrLogin.Internal'
        "$($record.Thrown)" | Should -BeExactly 'The answer of the library could not be read. Please report this message; it holds no secret.'
        $record.Thrown, $record.Thrown.Exception | Format-List * -Force | Out-String | Should -Not -Match 'hunter2'
    }

    It 'is told as a defect where no call is started' {
        [IO.File]::WriteAllText("$TestDrive/answer", '{"ok":{}}')
        Set-Content "$TestDrive/start.ps1" "Import-Module '$manifest'; Get-ECRLoginCommand; 'went on'"
        $env:ODD_STARTS_NOTHING = '1'
        try {
            $screen = & (Get-Process -Id $PID).Path -NoLogo -NoProfile -NonInteractive -File "$TestDrive/start.ps1" 2>&1 | Out-String
        } finally {
            $env:ODD_STARTS_NOTHING = $null
        }
        $screen | Should -Match 'The library did not start the call\.'
        $screen | Should -Match 'went on'
    }

    It 'is nothing where the answer has nothing' {
        [IO.File]::WriteAllText("$TestDrive/answer", '{"ok":{}}')
        Get-ECRLoginCommand | Should -BeNullOrEmpty
    }
}

Describe 'A session in Constrained Language Mode' {
    It 'has every command, <Way>' -ForEach @(
        @{ Way = 'where it imports the module'; Import = 'Import-Module $args[0];' }
        @{ Way = 'where the module was imported into it'; Import = '' }
    ) {
        $state = [initialsessionstate]::CreateDefault()
        $state.LanguageMode = 'ConstrainedLanguage'
        if (-not $Import) { $state.ImportPSModule($manifest) }
        $found = Invoke-InShell ($Import + '
            $ExecutionContext.SessionState.LanguageMode.ToString()
            try { [Math]::Sqrt(4) } catch { $_.FullyQualifiedErrorId }
            (Get-Help Get-ECRLoginCommand).Synopsis
            $login = Get-ECRLoginCommand
            $login.Password
            "$login"
            ($login | Out-String) -match "(?m)^Password +: \*\*\*"
            (Get-ECRAuthorizationToken).ProxyEndpoint
            Get-ECRLoginPassword
            (Disconnect-ECRRegistry 111122223333 -Tool docker -PassThru).Status
            Clear-ECRTokenCache
            @(Get-ECRLoginCommand -Debug -Verbose -SkipCertificateCheck *>&1).Count -gt 5
            try { Get-ECRLoginCommand junk } catch { $_.FullyQualifiedErrorId -replace ",.*" }') $manifest $state
        $registry = 'https://111122223333.dkr.ecr.us-east-1.amazonaws.com'
        $found | Should -BeExactly @(
            'ConstrainedLanguage', 'MethodInvocationNotSupportedInConstrainedLanguage', (Get-Help Get-ECRLoginCommand).Synopsis
            'password-for-111122223333', $registry, 'True', $registry, 'password-for-111122223333', 'NotFound', 'True', 'EcrLogin.InvalidRegistryId')
    }
}

Describe 'A process of another kind' {
    # Wine of 64 bits has none.
    It 'of 32 bits imports and says so' -Tag 'Windows', 'Wine' {
        $found = Invoke-InProcess "
            Import-Module '$manifest'
            try { Get-ECRLoginCommand } catch { `$_.FullyQualifiedErrorId; `"`$_`" }
            " "$env:SystemRoot\SysWOW64\WindowsPowerShell\v1.0\powershell.exe"
        $found[0] | Should -BeLike 'EcrLogin.UnsupportedPlatform,*'
        $found[1] | Should -BeLike '*32-bit*'
    }
}

Describe 'A planted library' -Tag Unix {
    BeforeAll {
        $script:canary = "$TestDrive/canary"
        $script:plant = "$TestDrive/plant"
        $null = New-Item -ItemType Directory $plant
        # What is loaded says so by itself.
        Set-Content "$TestDrive/plant.c" @'
#include <fcntl.h>
#include <unistd.h>
__attribute__((constructor)) static void tell(void) { close(open(CANARY, O_CREAT | O_WRONLY, 0600)); }
'@
        $library = Get-Item (Get-Library)
        cc -shared -fPIC "-DCANARY=`"$canary`"" -o "$plant/$($library.Name)" "$TestDrive/plant.c"
        $LASTEXITCODE | Should -Be 0
        # Names that are tried where a library is searched for by one.
        foreach ($name in 'ecr_login', 'libecr_login', "$($library.Name).so", 'ecr_login.so', 'ecr_login.dylib', 'ecr_login.dll') {
            Copy-Item "$plant/$($library.Name)" "$plant/$name"
        }

        # Gets a login in a process for which the planted library lies wherever one could be searched for.
        function Invoke-NearPlant($Folder) {
            $variables = @{
                PATH = "$plant$([IO.Path]::PathSeparator)$env:PATH"; LD_LIBRARY_PATH = $plant; DYLD_LIBRARY_PATH = $plant
                DYLD_FALLBACK_LIBRARY_PATH = $plant
            }
            $values = @{}
            foreach ($name in $variables.Keys) {
                $values[$name] = [Environment]::GetEnvironmentVariable($name)
                Use-Variable $name $variables[$name]
            }
            Push-Location $plant
            try {
                Invoke-InProcess "
                    Import-Module '$Folder/EcrLogin.psd1'
                    try { (Get-ECRLoginCommand).Password } catch { `$_.FullyQualifiedErrorId -replace ',.*' }
                    Test-Path '$canary'
                    # As it would be, by any of these names.
                    foreach (`$file in Get-ChildItem '$plant') { `$null = [Runtime.InteropServices.NativeLibrary]::Load(`$file.Name) }"
            } finally {
                Pop-Location
                foreach ($name in $values.Keys) { Use-Variable $name $values[$name] }
            }
        }
    }

    BeforeEach {
        Remove-Item $canary -ErrorAction Ignore
    }

    It 'is not taken where the own one <Scenario>' -ForEach @(
        @{ Scenario = 'is there'; Content = $null; Gives = 'password-for-111122223333' }
        @{ Scenario = 'is missing'; Content = $null; Gives = 'EcrLogin.LibraryNotFound'; IsMissing = $true }
        @{ Scenario = 'is no library'; Content = 'text'; Gives = 'EcrLogin.LibraryNotFound' }
    ) {
        $copy = Copy-WithoutLibrary
        if (-not $IsMissing) { Copy-Item "$env:ECRLOGIN_MODULE/runtimes" $copy -Recurse }
        if ($Content) { Get-ChildItem "$copy/runtimes" -Recurse -File | Set-Content -Value $Content }
        Invoke-NearPlant $copy | Should -BeExactly $Gives, 'False'
        # The process loaded it by its name in the end, so it would have been found.
        $canary | Should -Exist
    }

    It 'is not taken by a name in ECRLOGIN_LIBRARY' {
        $env:ECRLOGIN_LIBRARY = (Get-ChildItem $plant)[0].Name
        try {
            Invoke-NearPlant $env:ECRLOGIN_MODULE | Should -BeExactly 'EcrLogin.LibraryNotFound', 'False'
        } finally {
            $env:ECRLOGIN_LIBRARY = $null
        }
    }
}
