# Beside AWS Tools for PowerShell, which has compiled commands of the same names: a stand-in of it in PSModulePath.

BeforeAll {
    . $PSScriptRoot/Support/Environment.ps1
    . $PSScriptRoot/Support/Shells.ps1
    Enter-TestEnvironment $TestDrive
    Open-LocalEcr
    Use-EcrSetting

    # The module that has Amazon ECR in it, with what a pipeline begins with and what EcrLogin has too.
    $script:tools = Join-Path $TestDrive 'tools'
    $theirs = (New-Item -ItemType Directory "$tools/AWS.Tools.ECR").FullName
    Add-Type -OutputAssembly "$theirs/AWS.Tools.ECR.dll" -TypeDefinition @'
using System.Management.Automation;

[Cmdlet("Get", "ECRRepository")]
public class GetECRRepository : PSCmdlet {
    protected override void ProcessRecord() {
        foreach (var id in new[] { "222222222222", "333333333333" }) {
            var repository = new PSObject();
            repository.Properties.Add(new PSNoteProperty("RegistryId", id));
            WriteObject(repository);
        }
    }
}

public class TheirCommand : PSCmdlet {
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public object[] RegistryId { get; set; }
    protected override void ProcessRecord() { WriteObject("theirs"); }
}

[Cmdlet("Get", "ECRLoginCommand")]
public class GetECRLoginCommand : TheirCommand { }

[Cmdlet("Get", "ECRAuthorizationToken")]
public class GetECRAuthorizationToken : TheirCommand { }
'@
    $manifestOfTheirs = @{
        Path = "$theirs/AWS.Tools.ECR.psd1"; RootModule = 'AWS.Tools.ECR.dll'; ModuleVersion = '5.0.0'
        CmdletsToExport = 'Get-ECRRepository', 'Get-ECRLoginCommand', 'Get-ECRAuthorizationToken'
        FunctionsToExport = @(); AliasesToExport = @(); VariablesToExport = @()
    }
    New-ModuleManifest @manifestOfTheirs

    # Which module's command the two names lead to.
    $script:ask = @'
function Get-Answer {
    foreach ($answer in (Get-ECRLoginCommand), (Get-ECRAuthorizationToken)) { if ($answer -is [string]) { $answer } else { 'ours' } }
}
'@

    # Runs a script in a process of its own whose PSModulePath begins with a folder.
    function Invoke-WithModule($Folder, $Script) {
        $values = $env:PSModulePath
        $env:PSModulePath = "$Folder$([IO.Path]::PathSeparator)$values"
        try { Invoke-InProcess "`$manifest = '$manifest'`n$ask`n$Script" } finally { $env:PSModulePath = $values }
    }
}

AfterAll {
    Exit-TestEnvironment
}

Describe 'Where AWS Tools is installed' {
    It 'the stand-in answers by itself, and the one imported last where nothing is done about it' {
        Invoke-WithModule $tools 'Get-Answer' | Should -BeExactly 'theirs', 'theirs'
        Invoke-WithModule $tools 'Import-Module $manifest; Remove-Item Alias:Get-ECR[AL]*; Import-Module AWS.Tools.ECR; Get-Answer' |
            Should -BeExactly 'theirs', 'theirs'
    }

    It 'EcrLogin answers once it is imported: <Scenario>' -ForEach @(
        @{ Scenario = 'alone'; Script = 'Import-Module $manifest; Get-Answer' }
        @{ Scenario = 'after AWS Tools'; Script = 'Import-Module AWS.Tools.ECR; Import-Module $manifest; Get-Answer' }
        @{ Scenario = 'before AWS Tools'; Script = 'Import-Module $manifest; Import-Module AWS.Tools.ECR; Get-Answer' }
        @{ Scenario = 'after AWS Tools was loaded by the name of a command'; Script = '$null = Get-ECRRepository; Import-Module $manifest; Get-Answer' }
        @{ Scenario = 'before AWS Tools is loaded by the name of a command'; Script = 'Import-Module $manifest; $null = Get-ECRRepository; Get-Answer' }
        @{ Scenario = 'twice'; Script = 'Import-Module $manifest; Import-Module AWS.Tools.ECR; Import-Module $manifest; Import-Module AWS.Tools.ECR -Force; Get-Answer' }
        @{ Scenario = 'again with -Force'; Script = 'Import-Module $manifest; Import-Module AWS.Tools.ECR; Import-Module $manifest -Force; Get-Answer' }
        @{ Scenario = 'in a function'; Script = 'function Use-It { Import-Module $manifest }; Use-It; Import-Module AWS.Tools.ECR; Get-Answer' }
        @{ Scenario = 'in Constrained Language Mode'; Script = '
            $state = [initialsessionstate]::CreateDefault()
            $state.LanguageMode = "ConstrainedLanguage"
            $shell = [powershell]::Create($state)
            $shell.AddScript("Import-Module ''$manifest''; Import-Module AWS.Tools.ECR; function Get-Answer { ${function:Get-Answer} }; Get-Answer").Invoke()' }
        @{ Scenario = 'in a runspace'; Script = '
            $shell = [powershell]::Create()
            $shell.AddScript("Import-Module ''$manifest''; Import-Module AWS.Tools.ECR; function Get-Answer { ${function:Get-Answer} }; Get-Answer").Invoke()' }
    ) {
        Invoke-WithModule $tools $Script | Should -BeExactly 'ours', 'ours'
    }

    It 'EcrLogin answers in the very pipeline that loads AWS Tools' {
        Invoke-WithModule $tools '
            Import-Module $manifest
            (Get-ECRRepository | Get-ECRLoginCommand).Password
            [bool](Get-Module AWS.Tools.ECR)' | Should -BeExactly 'password-for-222222222222', 'password-for-333333333333', 'True'
        Invoke-WithModule $tools '
            Import-Module $manifest
            (Get-ECRRepository | Get-ECRAuthorizationToken).ProxyEndpoint' | Should -BeExactly @(
            'https://222222222222.dkr.ecr.us-east-1.amazonaws.com', 'https://333333333333.dkr.ecr.us-east-1.amazonaws.com')
    }

    It 'EcrLogin answers in a module that imports it for itself alone, and AWS Tools elsewhere' {
        $module = Join-Path $TestDrive 'User.psm1'
        Set-Content $module "
            Import-Module '$manifest'
            Import-Module AWS.Tools.ECR
            $ask
            Set-Item function:Get-Own `${function:Get-Answer}
            Export-ModuleMember Get-Own"
        Invoke-WithModule $tools "Import-Module '$module'; Get-Own; Get-Answer; @(Get-ChildItem Alias:Get-ECR[AL]*).Count" |
            Should -BeExactly 'ours', 'ours', 'theirs', 'theirs', '0'
    }

    It 'both can be named by their modules, whichever is imported last' {
        Invoke-WithModule $tools '
            Import-Module $manifest
            AWS.Tools.ECR\Get-ECRLoginCommand
            (EcrLogin\Get-ECRLoginCommand).Username' | Should -BeExactly 'theirs', 'AWS'
    }

    It 'the aliases lead to commands of EcrLogin, with their help and their parameters' {
        Invoke-WithModule $tools '
            Import-Module $manifest
            foreach ($alias in Get-Alias Get-ECR[AL]*) { "$($alias.Name) $($alias.Definition) $($alias.ResolvedCommand.ModuleName)" }
            "$((Get-Help Get-ECRLoginCommand).Synopsis)" -match "docker login"
            (Get-Command Get-ECRLoginCommand).Parameters.ContainsKey("UseCache")
            (TabExpansion2 "Get-ECRLoginCommand -UseCa").CompletionMatches.CompletionText' | Should -BeExactly @(
            'Get-ECRAuthorizationToken EcrLogin\Get-ECRAuthorizationToken EcrLogin', 'Get-ECRLoginCommand EcrLogin\Get-ECRLoginCommand EcrLogin'
            'True', 'True', '-UseCache')
    }

    It 'AWS Tools answers again after Remove-Module, and no alias is left' {
        Invoke-WithModule $tools '
            Import-Module AWS.Tools.ECR
            Import-Module $manifest
            Get-Answer
            Remove-Module EcrLogin
            @(Get-Alias Get-ECR*, Auth-ECR -ErrorAction Ignore).Count
            Get-Answer' | Should -BeExactly 'ours', 'ours', '0', 'theirs', 'theirs'
    }
}

Describe 'The aliases' {
    It 'are made where a folder of PSModulePath holds <_>' -ForEach 'AWS.Tools.ECR', 'AWSPowerShell', 'AWSPowerShell.NetCore' {
        $folder = (New-Item -ItemType Directory (Join-Path $TestDrive "only $_")).FullName
        $null = New-Item -ItemType Directory "$folder/$_"
        Invoke-WithModule $folder 'Import-Module $manifest; (Get-Alias Get-ECR[AL]*).Name' |
            Should -BeExactly 'Get-ECRAuthorizationToken', 'Get-ECRLoginCommand'
    }

    It 'are none where there is no AWS Tools, and import loads nothing else' {
        # What a session has loaded by itself is none of the module's.
        Invoke-WithModule (Join-Path $TestDrive 'nothing') '
            $before = @(Get-Module).Name
            Import-Module $manifest
            @(Get-Module).Name | Where-Object { $_ -notin $before }
            @(Get-ChildItem Alias:Get-ECR[AL]*).Count
            Get-Answer' | Should -BeExactly 'EcrLogin', '0', 'ours', 'ours'
    }

    It 'are made for a name that a function has, which answers again after Remove-Module' {
        Invoke-WithModule (Join-Path $TestDrive 'nothing') '
            function Get-ECRLoginCommand { "function" }
            Import-Module $manifest
            (Get-ChildItem Alias:Get-ECR[AL]*).Name
            Get-Answer
            Remove-Module EcrLogin
            Get-ECRLoginCommand' | Should -BeExactly 'Get-ECRLoginCommand', 'ours', 'ours', 'function'
    }

    It 'are left alone at Remove-Module where they are not ours any more' {
        Invoke-WithModule $tools '
            Import-Module $manifest
            Set-Alias Get-ECRLoginCommand Get-Date -Force
            Remove-Module EcrLogin
            (Get-Alias Get-ECR[AL]*).Definition' | Should -BeExactly 'Get-Date'
    }

    It 'keep nobody from importing where PSModulePath is <Scenario>' -ForEach @(
        @{ Scenario = 'empty'; Path = '' }
        @{ Scenario = 'of odd folders'; Path = "$([IO.Path]::PathSeparator)$([IO.Path]::PathSeparator)no such folder$([IO.Path]::PathSeparator)a|b*?" }
    ) {
        Invoke-InProcess "`$env:PSModulePath = '$Path'; Import-Module '$manifest'; (Get-ECRLoginCommand).Username" | Should -BeExactly 'AWS'
    }
}
