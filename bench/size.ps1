# What has to be on a machine for a login.

function Measure-Size {
    param([hashtable] $Tools, [string] $Python, [string] $Package)

    New-Figure 'The library' (Get-Size $Tools.Library) -Goal (New-Goal 7 Ours) -Unit MB
    $goal = New-Goal 7 Ours
    if ($Tools['AmazonHelper']) {
        New-Comparison "The credential helper's size, against Amazon's" (Get-Size $Tools.Helper) (Get-Size $Tools.AmazonHelper) -Goal $goal -Unit MB -Headline
    } else {
        New-Figure "The credential helper's size" (Get-Size $Tools.Helper) -Goal $goal -Unit MB
    }
    if ($Python) {
        $packages = & $Python -c "import awscli, os; print(os.path.dirname(os.path.dirname(awscli.__file__)))"
        $parts = foreach ($name in 'awscli', 'botocore', 's3transfer') { Join-Path $packages $name }
        New-Comparison 'The module as it is built here, against what awscli brings' (Get-Size $Tools.Module) (Get-Size $parts) -Unit MB
    }
    if ($Package) {
        # The goal is that of the seven systems that are released.
        $systems = Get-SystemCount $Package
        New-Figure "The .nupkg, with $systems of 7 systems" (Get-Size $Package) -Goal (New-Goal ([Math]::Round(40 * $systems / 7, 1)) Ours) -Unit MB
    }
}

# How many systems a package has programs for.
function Get-SystemCount {
    param([string] $Package)

    Add-Type -AssemblyName System.IO.Compression.FileSystem
    $archive = [IO.Compression.ZipFile]::OpenRead($Package)
    try {
        @($archive.Entries.FullName -match '^runtimes/' | ForEach-Object { $_.Split('/')[1] } | Select-Object -Unique).Count
    } finally {
        $archive.Dispose()
    }
}

# Megabytes of files and folders.
function Get-Size {
    param([string[]] $Path)

    $files = Get-ChildItem -LiteralPath $Path -Recurse -File
    ($files | Measure-Object -Property Length -Sum).Sum / 1e6
}
