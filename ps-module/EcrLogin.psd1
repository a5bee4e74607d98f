@{
    # The build puts the version of Cargo.toml where 0.0.0 stands.
    RootModule             = 'EcrLogin-0.0.0.dll'
    ModuleVersion          = '0.0.0'
    GUID                   = '5d0f7c0e-6a1c-4f0e-9a53-0c6f6b7f2a41'
    Author                 = 'The EcrLogin authors'
    CompanyName            = 'The EcrLogin project'
    Copyright              = '(c) The EcrLogin authors. Apache-2.0 OR MIT.'
    Description            = 'Logs docker, podman, helm and other container clients in to Amazon ECR, with the commands of AWS Tools for PowerShell and the credentials that the AWS CLI knows: profiles, roles, MFA, single sign-on. A native engine in Rust: no AWS CLI and no AWS Tools needed.'
    PowerShellVersion      = '5.1'
    DotNetFrameworkVersion = '4.7.2'
    CompatiblePSEditions   = @('Desktop', 'Core')
    FormatsToProcess       = @('EcrLogin.Format.ps1xml')
    FunctionsToExport      = @()
    CmdletsToExport        = @(
        'Clear-ECRTokenCache', 'Connect-ECRRegistry', 'ConvertTo-ECRPullSecret', 'Disconnect-ECRRegistry', 'Get-ECRAuthorizationToken', 'Get-ECRLogin',
        'Get-ECRLoginCommand', 'Get-ECRLoginPassword', 'Install-ECRCredentialHelper', 'New-ECRKubeletConfig',
        'Test-ECRCredentialHelper', 'Test-ECRLogin', 'Uninstall-ECRCredentialHelper')
    VariablesToExport      = @()
    AliasesToExport        = @('Auth-ECR', 'Get-ECRPAuthorizationToken')
    PrivateData            = @{
        PSData = @{
            Tags         = @(
                'AWS', 'ECR', 'Amazon', 'Docker', 'Podman', 'Helm', 'OCI', 'Container', 'Registry', 'Login', 'Credential',
                'PSEdition_Desktop', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
            ProjectUri   = 'https://github.com/ecrlogin/ecrlogin'
            LicenseUri   = 'https://github.com/ecrlogin/ecrlogin/blob/main/LICENSE-APACHE'
            IconUri      = 'https://raw.githubusercontent.com/ecrlogin/ecrlogin/main/docs/images/icon.png'
            # The build puts the newest entry of CHANGELOG.md here.
            ReleaseNotes = ''
        }
    }
}
