@{
    RootModule             = 'EcrLogin.psm1'
    ModuleVersion          = '0.1.0'
    GUID                   = '5d0f7c0e-6a1c-4f0e-9a53-0c6f6b7f2a41'
    Author                 = 'The EcrLogin authors'
    CompanyName            = 'The EcrLogin project'
    Copyright              = '(c) The EcrLogin authors. Apache-2.0 OR MIT.'
    Description            = 'Logs container clients in to Amazon ECR: authorization tokens, decoded, as objects with a ready-made docker login command. A native engine, no AWS CLI and no AWS Tools needed.'
    PowerShellVersion      = '5.1'
    DotNetFrameworkVersion = '4.7.2'
    CompatiblePSEditions   = @('Desktop', 'Core')
    TypesToProcess         = @('EcrLogin.Types.ps1xml')
    FormatsToProcess       = @('EcrLogin.Format.ps1xml')
    FunctionsToExport      = @(
        'Connect-ECRRegistry', 'Disconnect-ECRRegistry', 'Get-ECRAuthorizationToken', 'Get-ECRLoginCommand', 'Get-ECRLoginPassword')
    CmdletsToExport        = @()
    VariablesToExport      = @()
    AliasesToExport        = @('Auth-ECR')
    PrivateData            = @{
        PSData = @{
            Tags       = @('AWS', 'ECR', 'Docker', 'Container', 'Registry', 'Login', 'PSEdition_Desktop', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
            ProjectUri = 'https://github.com/ecrlogin/ecrlogin'
            LicenseUri = 'https://github.com/ecrlogin/ecrlogin'
        }
    }
}
