# The task try: what the task package made, installed and used as by someone who has nothing else.

function Invoke-TryTask {
    $package = Join-Path $root $packageFolder
    $zip = @(Get-ChildItem -Path $package -Filter '*.zip' -ErrorAction Ignore)
    if ($zip.Count -ne 1) { throw "There is no package in $package." }

    $scratch = New-ScratchFolder
    try {
        $module = Join-Path $scratch 'module'
        Add-Type -AssemblyName System.IO.Compression.FileSystem
        [IO.Compression.ZipFile]::ExtractToDirectory($zip[0].FullName, $module)
        $variables = Get-IsolatedEnvironment $scratch
        $variables['ECRLOGIN_LOCAL_ECR'] = Get-LocalEcr (Get-CargoMetadata)
        $variables['ECRLOGIN_MODULE'] = (Get-ChildItem -LiteralPath (Join-Path $module 'EcrLogin')).FullName
        $variables['ECRLOGIN_PACKAGE'] = $package
        $result = Invoke-WithEnvironment $variables { Invoke-PesterTest $scratch 'Pester/Package.Tests.ps1' }
    } finally {
        Remove-Item -LiteralPath $scratch -Recurse -Force
    }
    if ($result.Failed) { throw 'The package does not do what it should.' }
}
