BeforeAll {
    . $PSScriptRoot/Support/Environment.ps1
    . $PSScriptRoot/Support/Records.ps1
    . $PSScriptRoot/Support/Shells.ps1
    Enter-TestEnvironment $TestDrive
    Open-LocalEcr
    Use-EcrSetting
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
        $found.FullyQualifiedErrorId | Should -BeExactly 'EcrLogin.LibraryNotFound,Get-ECRLoginCommand'
        $found.CategoryInfo.Category | Should -Be 'ObjectNotFound'
        "$found".Replace('\', '/') | Should -BeLike "*$($copy.Replace('\', '/'))/runtimes/*/native/*ecr_login.*"
        "$found" | Should -BeLike '*some-rid*'
    }

    It 'is not searched for anywhere else' {
        $copy = Copy-WithoutLibrary
        $library = Get-ChildItem "$env:ECRLOGIN_MODULE/runtimes" -Recurse -File | Select-Object -First 1
        Copy-Item $library.FullName $copy
        $found = Invoke-InShell 'Import-Module $args[0]; Set-Location $args[0]; Get-ECRLoginCommand' $copy
        $found.FullyQualifiedErrorId | Should -BeExactly 'EcrLogin.LibraryNotFound,Get-ECRLoginCommand'
    }

    It 'is named for <Rid>' -ForEach @(
        @{ Rid = 'win-x64'; File = 'ecr_login.dll' }
        @{ Rid = 'win-arm64'; File = 'ecr_login.dll' }
        @{ Rid = 'linux-x64'; File = 'libecr_login.so' }
        @{ Rid = 'linux-arm64'; File = 'libecr_login.so' }
        @{ Rid = 'linux-musl-x64'; File = 'libecr_login.so' }
        @{ Rid = 'osx-x64'; File = 'libecr_login.dylib' }
        @{ Rid = 'osx-arm64'; File = 'libecr_login.dylib' }
    ) {
        $found = Invoke-InShell '
            Import-Module $args[0].Path
            $rid = $args[0].Rid
            & (Get-Module EcrLogin) { param($rid) Set-Item function:script:Get-RuntimeIdentifier { $rid }.GetNewClosure() } $rid
            Get-ECRLoginCommand' @{ Path = Copy-WithoutLibrary; Rid = $Rid }
        $found.FullyQualifiedErrorId | Should -BeExactly 'EcrLogin.LibraryNotFound,Get-ECRLoginCommand'
        "$found".Replace('\', '/') | Should -BeLike "*/runtimes/$Rid/native/$File*"
    }

    It 'is another matter on a system that there is none for' {
        $found = Invoke-InShell '
            Import-Module $args[0]
            & (Get-Module EcrLogin) { Set-Item function:script:Get-RuntimeIdentifier { "linux-s390x" } }
            Get-ECRLoginCommand' (Copy-WithoutLibrary)
        $found.FullyQualifiedErrorId | Should -BeExactly 'EcrLogin.UnsupportedPlatform,Get-ECRLoginCommand'
        "$found" | Should -BeLike '*linux-s390x*'
        "$found" | Should -BeLike '*linux-musl-x64*'
    }
}

Describe 'The library' {
    AfterEach {
        $env:ECRLOGIN_LIBRARY = $null
    }

    BeforeAll {
        $script:library = (Get-ChildItem "$env:ECRLOGIN_MODULE/runtimes" -Recurse -File | Select-Object -First 1).FullName
    }

    It 'lies in the folder of this system' {
        $rid = & (Get-Module EcrLogin) { Get-RuntimeIdentifier }
        $library.Replace('\', '/') | Should -BeLike "*/runtimes/$rid/native/*"
    }

    It 'is the one for musl where the process runs on musl' {
        $maps = Join-Path $TestDrive 'maps'
        Set-Content $maps '7f00-7f01 r--p 00000000 08:01 1 /lib/ld-musl-x86_64.so.1'
        $rid = & (Get-Module EcrLogin) { param($maps) Get-RuntimeIdentifier $maps } $maps
        $own = & (Get-Module EcrLogin) { Get-RuntimeIdentifier }
        $rid | Should -BeExactly ($own -replace '^linux-(musl-)?', 'linux-musl-')
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
        @{ Scenario = 'no library'; Path = { $manifest } }
    ) {
        $env:ECRLOGIN_LIBRARY = & $Path
        $record = Get-Record { Get-ECRLoginCommand }
        $record.Thrown.FullyQualifiedErrorId | Should -BeExactly 'EcrLogin.LibraryNotFound,Get-ECRLoginCommand'
        "$($record.Thrown)" | Should -BeLike "*$env:ECRLOGIN_LIBRARY*"
        $env:ECRLOGIN_LIBRARY = $null
        Get-ECRLoginCommand | Should -Not -BeNullOrEmpty
    }

    It 'has to be of the version of the module' {
        $copy = Copy-WithoutLibrary
        $data = Join-Path $copy 'EcrLogin.psd1'
        (Get-Content $data -Raw) -replace "(ModuleVersion\s*=\s*)'.+?'", "`$1'0.0.9'" | Set-Content $data
        $env:ECRLOGIN_LIBRARY = $library
        $found = Invoke-InShell 'Import-Module $args[0]; Get-ECRLoginCommand' $copy
        $found.FullyQualifiedErrorId | Should -BeExactly 'EcrLogin.VersionMismatch,Get-ECRLoginCommand'
        "$found" | Should -BeLike '*0.0.9*'
    }
}

Describe 'A session that cannot call a library' {
    It 'in Constrained Language Mode imports, helps, and says so' {
        $state = [initialsessionstate]::CreateDefault()
        $state.LanguageMode = 'ConstrainedLanguage'
        $script = 'Import-Module $args[0]; (Get-Help Get-ECRLoginCommand).Synopsis; Get-ECRLoginCommand'
        $found = Invoke-InShell -Script $script -Argument $manifest -State $state
        $found[0] | Should -BeLike 'Gets *'
        $found[1].FullyQualifiedErrorId | Should -BeExactly 'EcrLogin.ConstrainedLanguage,Get-ECRLoginCommand'
        $found[1].CategoryInfo.Category | Should -Be 'PermissionDenied'
        "$($found[1])" | Should -BeLike '*Constrained Language Mode*'
    }

    It 'of 32 bits imports and says so' -Tag 'Windows' {
        $found = Invoke-InProcess "
            Import-Module '$manifest'
            try { Get-ECRLoginCommand } catch { `$_.FullyQualifiedErrorId; `"`$_`" }
            " "$env:SystemRoot\SysWOW64\WindowsPowerShell\v1.0\powershell.exe"
        $found[0] | Should -BeExactly 'EcrLogin.UnsupportedPlatform,Get-ECRLoginCommand'
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
        $library = Get-ChildItem "$env:ECRLOGIN_MODULE/runtimes" -Recurse -File | Select-Object -First 1
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
                    try { (Get-ECRLoginCommand).Password } catch { `$_.FullyQualifiedErrorId }
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
        @{ Scenario = 'is missing'; Content = $null; Gives = 'EcrLogin.LibraryNotFound,Get-ECRLoginCommand'; IsMissing = $true }
        @{ Scenario = 'is no library'; Content = 'text'; Gives = 'EcrLogin.LibraryNotFound,Get-ECRLoginCommand' }
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
            Invoke-NearPlant $env:ECRLOGIN_MODULE | Should -BeExactly 'EcrLogin.LibraryNotFound,Get-ECRLoginCommand', 'False'
        } finally {
            $env:ECRLOGIN_LIBRARY = $null
        }
    }
}
